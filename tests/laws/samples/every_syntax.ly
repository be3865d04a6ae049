\version "2.24.0" % of a program
%{ a remark
   of two lines %}
\include "english.ly"
#(set-global-staff-size 18)
\header {
  title = "Two words" % short
  composer = \markup { \italic "X" \bold { of Y } }
  tagline = ##f
}
\paper { system-spacing #'padding = #3
  indent = 10.5\mm }
motif = { c4 d }
both = << c4 e >>
global = { \key bes \minor \time 3/4 \partial 8*3 }
melody = \relative c'' {
  \global \clef "treble_8"
  \tempo "Slow" 4 = 60-66
  d4\f( e8.-. fis!16? g4 | <d fis a>2.~ \p) r8 R1*3/4 |
  \repeat volta 2 { c8[ d] } \alternative { { c4 } { d4 } }
  \tuplet 3/2 { c8 d e } \grace c16 d4^\markup { \italic rit. } s1*4 \bar "|."
  << { c'4-> } \\ { e,4_"low" } >>
  \once \override Stem.length-fraction = #7 c\breve
  a4:32 b8-3\> q\! \mark \default % after
  \transpose c d { f4\rest 8 8 }
  \set fontSize = #-2 \break
}
words = \lyricmode { Twin -- kle, lit -- tle __ star; \skip 4 how "won der" }
changes = \chordmode { c2 g:7 a:m7.5-/b }
\score {
  <<
    \new ChordNames \changes
    \new Staff = "up" \with { instrumentName = #"Nº 2" }
    << \new Voice = "mel" { \voiceOne \melody } \new Lyrics \lyricsto "mel" \words >>
    \context Staff = down { do4 re mib fad }
  >>
  \layout { \context { \Score \remove Bar_engraver } }
  \midi { }
}
