\version "2.24.3"
\language "nederlands"

% Wet Nets, for the evening on the quay, 12 September. Two voices, fiddle, harmonium.
% Bar numbers count from the first full bar. Questions to Ingeborg, not to the printer.
\header {
  title = "Wet Nets"
  subtitle = "A song for the lighting of the quay lamps"
  composer = "Ingeborg Rask, 2025"
  poet = "Words: Tobias Hale"
  arranger = "for the Staithe Singers"
  meter = "8.6.8.6 with refrain"
  copyright = "Parts may be copied for rehearsal"
  tagline = ##f
}

\paper {
  #(set-paper-size "a4")
  indent = 12\mm
  top-margin = 14\mm % room for the clips of the music stands
  ragged-last-bottom = ##f
}

global = {
  \key g \major
  \time 3/4
  \tempo "Rocking, not slow" 4 = 104
  \partial 4
}

% For the guitar at the bonfire; capo 2 if the basses have gone home.
harmonies = \chordmode {
  s4 |
  g2. |
  e2:m c4 |
  d2 c4 |
  a2:m d4:7 |
  g2. |
  d2 g4 |
  d2.:sus4 |
  d2 s4 |
  g2 d4 |
  e2.:m |
  c2 d4 |
  g2. |
  c2 g4 |
  a2:m d4:7 |
  g2. |
  g2 s4 |
  c2.:maj7 |
  a2.:m |
  d2:7 d4:7 |
  g2. |
  a2.:m7 |
  g2 d4:7 |
  g2.:6 |
  g2
}

% Tune. Breathe where it is marked and nowhere else.
soprano = \relative d' {
  \global
  \clef treble
  d4\mf |
  g2 a4 | % 1
  b4( a) g |
  a2 g4 |
  e2 d4 |
  g2 b4 | % 5
  d4( c) b |
  a2.~ |
  a2 \breathe d,4 |
  g2 a4 |
  b4( c) d | % 10
  e2 d4 |
  b2 \breathe g4 |
  c2 b4 |
  a4( g) fis |
  g2.~ | % 15
  g2 \breathe g4\f |
  e'2 d4 |
  c4( b) a |
  d2 c4 |
  b2 \breathe g4\mp | % 20
  c2 e,4 |
  d4( g) fis |
  g2.~\> |
  g2\! \bar "|."
}

alto = \relative d' {
  \global
  \clef treble
  d4\mf |
  d2 fis4 |
  g4( fis) e |
  fis2 e4 |
  c2 d4 |
  d2 g4 |
  fis4( a) g |
  g4( fis e |
  fis2) \breathe d4 |
  d2 fis4 |
  g2 g4 |
  g2 fis4 |
  g2 \breathe g4 |
  e2 g4 |
  e4( d) c |
  b4( c d |
  d2) \breathe g4\f |
  g2 g4 |
  e2 e4 |
  fis2 a4 |
  g2 \breathe d4\mp |
  e2 c4 |
  b4( d) c |
  b2.~\> |
  b2\! \bar "|."
}

% Men: Arne and the two Peters. The low g may go up.
men = \relative g {
  \global
  \clef bass
  d4\mf |
  g2 d4 |
  e2 b4 |
  d2 c4 |
  a2 d4 |
  g,2 g'4 |
  d2 g4 |
  d4( e fis |
  d2) \breathe d4 |
  g2 d4 |
  e2 b4 |
  c2 d4 |
  g2 \breathe g4 |
  c,2 g'4 |
  a2 d,4 |
  g4( d b |
  g2) \breathe g'4\f |
  c2 g4 |
  a2 e4 |
  d2 fis4 |
  g2 \breathe g4\mp |
  c,2 a4 |
  d2 d4 |
  g,2.~\> |
  g2\! \bar "|."
}

% Berit plays from memory; this is for whoever stands in for her.
fiddle = \relative g'' {
  \global
  \clef treble
  r4 |
  R2.*15 | % not a note under the verse: the words matter
  r2 g8(\mp a |
  c8 b c d e4) |
  a,8( b c4) c-. |
  fis,8(\< g a b c4) |
  b8-.\! d-. g4\trill( fis) |
  e8( d c b a g) |
  fis4.( g8 a c) |
  \tuplet 3/2 { b8( c d } g4) d-. |
  \grace { fis16 } g2\fermata \bar "|."
}

% Harmonium of the mission hall: bellows leak, so breathe with the singers.
upper = \relative g' {
  \global
  \clef treble
  r4 |
  <g b d>2.\p |
  <g b e>2 <e g c>4 |
  <fis a d>2 <e g c>4 |
  <e a c>2 <fis a c>4 |
  <g b d>2. |
  <fis a d>2 <g b d>4 |
  <fis a d>2.~ |
  <fis a d>2 r4 |
  <g b d>2 <fis a d>4 |
  <g b e>2. |
  <g c e>2 <fis a d>4 |
  <g b d>2. |
  <g c e>2 <g b d>4 |
  <e a c>2 <fis a c>4 |
  <g b d>2.~ |
  <g b d>2 r4 |
  <g c e>2.\mf | % second stop out for the refrain
  <e a c>2. |
  <fis a d>2 <fis a c>4 |
  <g b d>2. |
  <e g c>2.\p |
  <g b d>4( <g b>) <fis a c> |
  <g b d>2.~ |
  <g b d>2\fermata \bar "|."
}

lower = \relative g {
  \global
  \clef bass
  r4 |
  g2. |
  e2 c4 |
  d2 c4 |
  a2 d4 |
  g,2. |
  d'2 g,4 |
  d'4( a fis |
  d2) r4 |
  g'2 d4 |
  e2. |
  c2 d4 |
  g,2 b4 |
  c2 g4 |
  a2 d4 |
  g,4( b d |
  g2) r4 |
  c,2. |
  a2. |
  d2 fis4 |
  g2. |
  c,2. |
  d2 d4 |
  g,4( d' b |
  g2)\fermata \bar "|."
}

% For the walk home, three groups, each two bars behind the one before. No instruments.
lanternRound = \relative f' {
  \key f \major
  \time 4/4
  \tempo "Walking" 4 = 112
  \mark \markup { \box "1" }
  f4 f g g |
  a2 f |
  \mark \markup { \box "2" }
  a4 a bes bes |
  c2 a |
  \mark \markup { \box "3" }
  c8( d) c-. bes-. a4 f |
  c'8( d) c-. bes-. a4 f |
  f4^"stamp" c f2-> |
  f4 c f2-> \bar ":|."
}

% Verse two is Tobias's father, so slower if his mother is there.
verseOne = \lyricmode {
  The tide is mak -- ing up the sound,
  The lamps are lit a -- shore,
  And ev -- ery boat that went out -- bound,
  Comes home to us once more.
}

verseTwo = \lyricmode {
  My fa -- ther knew the rocks by name,
  The seals knew him by sight;
  He nev -- er brought us wealth or fame,
  But brought us home at night.
}

verseThree = \lyricmode {
  And when the last of us is old,
  And can -- not pull an oar,
  We'll sit and hear the weath -- er told,
  By them that go be -- fore.
}

% The refrain is the same three times, loud, soft, loud.
refrain = \lyricmode {
  So haul her in and make her fast,
  And hang the wet nets high.
}

lanternWords = \lyricmode {
  One lamp, two lamps, three lamps,
  four on the har -- bour wall.
  Who has lit the last lamp a -- long the quay?
  Not I, no, not I, no.
}

\score {
  <<
    \new ChordNames {
      \set chordChanges = ##t
      \harmonies
    }
    \new Staff = "bow" {
      \set Staff.instrumentName = "Fiddle"
      \set Staff.midiInstrument = "violin"
      \fiddle
    }
    \new ChoirStaff <<
      \new Staff = "voices" <<
        \set Staff.instrumentName = "Voices"
        \new Voice = "tune" { \voiceOne \soprano }
        \new Voice = "second" { \voiceTwo \alto }
        \new Lyrics = "first" \lyricsto "tune" {
          \set stanza = "1."
          \verseOne \refrain
        }
        \new Lyrics = "middle" \lyricsto "tune" {
          \set stanza = "2."
          \verseTwo \refrain
        }
        \new Lyrics = "last" \lyricsto "tune" {
          \set stanza = "3."
          \verseThree \refrain
        }
      >>
      \new Staff = "quay" {
        \set Staff.instrumentName = "Men"
        \men
      }
    >>
    \new PianoStaff = "harmonium" <<
      \set PianoStaff.instrumentName = "Harmonium"
      \new Staff = "up" { \upper }
      \new Staff = "down" { \lower }
    >>
  >>
  \layout {
    \context {
      \Score
      \override SpacingSpanner.common-shortest-duration = #(ly:make-moment 1/8)
    }
  }
  \midi {
    \tempo 4 = 104
  }
}

\score {
  \new Staff = "all" <<
    \set Staff.instrumentName = "All"
    \set Staff.midiInstrument = "choir aahs"
    \new Voice = "lamps" { \lanternRound }
    \new Lyrics \lyricsto "lamps" { \lanternWords }
  >>
  \header {
    piece = "Lantern Round"
    opus = "to be sung until the last door is shut"
  }
  \layout { }
}
