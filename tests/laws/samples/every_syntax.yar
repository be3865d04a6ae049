/*
 * every syntax
 */
import "pe" // for the sections
include "./other.yar"

global private rule limits
{
	condition:
		filesize < 2MB
}

rule first : one two three
{
	meta: // about it
		author="somebody"
		description = "a \"quoted\" } brace // no comment"
		count = 31
		small = -3
		good = true
	strings:
		$a={4D 5a ?? [2-4] ( 90 | 9? ) ~00 [-]}
		$hex = {
			AB CD // the first
			EF
		} private
		$text = "tab\t\x41" wide ascii nocase fullword
		$re = /https?:\/\/[a-z]{2,}"x"/is
		$x = "key" xor(0x01-0xff) // by one byte
		$ = "without a name" base64
		// alone
		$z = "//"
	condition:
		// first part
		($a at 0 or $hex in (0..100)) and // in front
		#text > 2 and @re[1] < 0x20 and
		for any i in (1..#x) : ( @x[i] \ 2 == 4 ) and
		1 of ($*) and not pe.is_dll()
}

private rule second { condition: first and true }
rule third : tag { strings:
  $a = "b"
condition: all of them }
