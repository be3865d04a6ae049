<CsoundSynthesizer>
<CsOptions>; flags for the stage
-odac -iadc -+rtaudio=alsa ;;;real time
--midi-key=4 // keys
</CsOptions>
<CsInstruments>
/* Three voices, of 2003,
   taken down by ear */
sr=44100
kr	=	4410 ; ten samples a pass
nchnls = 2
0dbfs = 1
giSine ftgen 0, 0, 2^10, 10, 1

opcode Twice, a, ak
  setksmps 1
  ain, kgain xin
  xout ain * kgain * 2 ; not 3
endop

	instr 1, 2  ; a plain voice
kenv	linen	p4, .05, p3, .1
asig	poscil	kenv, \
	cpspch(p5), giSine
if (p6 == 1) then
  asig Twice asig, 0.5
endif
Sname = "a; b // c"
	outs	asig,asig
	endin ; of both

instr Bass
a1 oscil 0.3, 55 ; Bass, 55 Hz
; out only if asked
out a1
endin
</CsInstruments>
<CsScore>
f1 0 16384 10 1 .5 [1/3]  ; three partials
f 2 0 8 -2 "cues.txt" 0 $LOUD.
t 0 60 10 [60*1.5]
i1 0 1.50 .5 8.09 0
i 1 + . < 8.10 1 ; carried
i1.1 ^+0.5 2 . np5 pp6
i "Bass" 4 -1 0

{ 3 CNT
i 2 [$CNT*0.5] .25 0.4 7.0 0
}
s
; second part, 4 bars
f 0 30
i 2 0 1 0.6 7.05 1 // loud
//i 2 1 1
e 12
</CsScore>
<CsFileB filename="a.wav">
UklGRg==
</CsFileB>
</CsoundSynthesizer>
