<CsoundSynthesizer>
<CsOptions>
; In the museum it plays live. For the disc: take the o away from odac and give a file.
-odac -m0 -b512
</CsOptions>
<CsInstruments>
; The Lock Keeper, four minutes for the engine house at Tarn Lock.
; Ebba Lind, spring 2026. Bells after the ship's clock, drone after the turbine.
; Two loudspeakers, one at each gate; nothing in the middle, the visitors stand there.
sr = 48000
ksmps = 32
nchnls = 2
0dbfs = 1
gaL init 0
gaR init 0
giWet = 0.22 ; Oskar says 0.3 drowns the bells in the real room

opcode Pan, aa, ai
ain, ipos xin
; equal power, 0 is left
iang = ipos * $M_PI_2
xout ain * cos(iang), ain * sin(iang)
endop

instr 1 ; a bell: two operators, the upper one a little off
iamp = p4
ifrq = cpspch(p5)
ipos = p6
aenv expseg iamp, p3 * 0.2, iamp * 0.3, p3 * 0.8, 0.0001
amod oscili ifrq * 2.76 * p7, ifrq * 1.414, 1
abel oscili aenv, ifrq + amod, 1
aL, aR Pan abel, ipos
outs aL, aR
gaL += aL * giWet
gaR += aR * giWet
endin

instr 2 ; the turbine, never quite in tune with itself
iamp = p4
ifrq = cpspch(p5)
kdrf jspline 0.6, 0.05, 0.3
kenv linen iamp, 4, p3, 6
a1 oscili kenv, ifrq + kdrf, 2
a2 oscili kenv * 0.7, ifrq * 1.5 - kdrf, 2
alow butterlp a1 + a2, 900 + 200 * kdrf
outs alow, alow
gaL += alow * giWet * 0.5
gaR += alow * giWet * 0.5
endin

instr 3 ; water on the gate; p5 is the cutoff in hertz, not a pitch
kenv linseg 0, p3 * 0.3, p4, p3 * 0.4, p4 * 0.6, p3 * 0.3, 0
anz pinkish kenv
kcf jspline p5 * 0.4, 0.2, 1.1
afl reson anz, p5 + kcf, 300, 1
aL, aR Pan afl, p6
outs aL, aR
endin

instr 4 ; the winch: a plucked chain
ifrq = cpspch(p5)
apl pluck p4, ifrq, ifrq, 3, 1
aout = apl * linseg:k(1, p3 - 0.05, 1, 0.05, 0)
aL, aR Pan aout, p6
outs aL, aR
gaL += aL * 0.1
gaR += aR * 0.1
endin

instr 5 ; gulls, p5 is where the cry begins, p6 where it sits
iamp = p4
ifrq = cpspch(p5)
icry = p7
; the cry goes up quickly and breaks down in two steps
kfrq linseg ifrq, p3 * 0.15, ifrq * 1.5, p3 * 0.45, ifrq * 1.2, p3 * 0.4, ifrq * 0.8
kamp expseg 0.0001, p3 * 0.1, iamp, p3 * 0.6, iamp * 0.5, p3 * 0.3, 0.0001
amod oscili kfrq * icry, kfrq * 0.5, 1
agul oscili kamp, kfrq + amod, 1
ahig buthp agul, 600
aL, aR Pan ahig, p6
outs aL, aR
gaL += aL * giWet * 1.5
gaR += aR * giWet * 1.5
endin

instr 6 ; the boatman's concertina, two reeds that beat
iamp = p4
ifrq = cpspch(p5)
kenv linsegr 0, 0.08, iamp, p3 - 0.2, iamp * 0.8, 0.12, 0
kbel randi 0.15, 0.7, 0.5 ; his arm is not what it was
a1 vco2 kenv * (1 + kbel), ifrq * 0.998, 2, 0.3
a2 vco2 kenv * (1 + kbel), ifrq * 1.003, 2, 0.4
amix butterlp (a1 + a2) * 0.5, 2400
aL, aR Pan amix, p6
outs aL, aR
gaL += aL * giWet * 0.6
gaR += aR * giWet * 0.6
endin

instr 99 ; the engine house, 2.4 seconds
aL, aR reverbsc gaL, gaR, 0.84, 7000
outs aL, aR
clear gaL, gaR
endin
</CsInstruments>
<CsScore>
; p2 and p3 are seconds as long as the tempo below is 60; Oskar once set it to 66 and the gate opened before the water came
; pitches are octave and semitone: 8.00 is middle C, 8.09 the A that the ship's clock has
; places run from 0, the upper gate on the left, to 1, the town side
; sine, turbine, chain
f 1 0 16384 10 1
f 2 0 16384 10 1 0.5 0.33 0.2 0.12 0.08
f 3 0 4096 9 1 1 0 3 0.4 0 7 0.2 90
; table 3 is for the winch of the old version, which had a chain made of sums; kept because Oskar may want it for the disc
t 0 60
; the room is on from the first second to the last
i 99 0 244
; 1. The house asleep, after the recording of 3 November
i 2 0 70 0.12 5.02
i 3 2 24 0.03 700 0.3
i 1 6 5 0.25 8.09 0.5 1.0 ; first bell alone
i 1 14 5 0.22 8.09 0.4 1.0
i 1 14.6 5 0.22 8.05 0.6 1.0
i 3 20 30 0.04 820 0.7
i 1 27 6 0.25 8.02 0.5 1.2
i 1 27.5 6 0.20 8.09 0.35 0.8
i 1 28 7 0.20 7.09 0.65 0.8
i 4 36.25 0.5 0.18 6.02 0.2 ; somebody tries the winch
i 4 36.75 0.5 0.12 6.02 0.22
i 4 37.75 1.5 0.20 5.11 0.25
i 1 44 6 0.24 8.07 0.5 1.0
i 1 52 8 0.20 8.05 0.5 1.4
i 5 56 1.2 0.06 9.02 0.9 1.2 ; one gull, far off
i 5 58.5 0.9 0.05 9.00 0.95 1.2
; 2. A boat below, the winch works in threes and a rest because the pawl is worn
i 2 62 80 0.14 5.00
i 3 64 40 0.06 540 0.15
i 4 70 0.4 0.22 6.00 0.3
i 4 70.5 0.4 0.20 6.03 0.34
i 4 71 0.4 0.22 6.00 0.38
i 4 71.5 0.4 0.18 6.07 0.42
i 4 72 0.9 0.24 5.10 0.46
i 1 74 6 0.22 9.00 0.8 0.7
i 4 78 0.4 0.22 6.00 0.5
i 4 78.5 0.4 0.20 6.03 0.54
i 4 79 0.4 0.22 6.05 0.58
i 4 79.5 0.4 0.18 6.03 0.62
i 4 80 1.6 0.26 5.08 0.66
i 1 83 6 0.22 8.10 0.2 0.7
i 1 84.5 6 0.20 9.03 0.5 0.6
i 6 86 1 0.09 7.02 0.3 ; he plays to keep warm
i 6 87 0.5 0.09 7.05 0.3
i 6 87.5 0.5 0.09 7.07 0.3
i 6 88 1.5 0.10 7.09 0.3
i 6 89.5 0.5 0.09 7.07 0.3
i 6 90 1 0.09 7.05 0.3
i 6 91 2 0.10 7.02 0.3
i 3 90 36 0.09 1200 0.85 ; upper sluice, open
i 1 96 4 0.26 8.07 0.5 2.2
i 1 97 4 0.26 8.08 0.5 2.2
i 1 98 9 0.28 8.07 0.5 2.6
i 5 101 1.4 0.10 9.04 0.1 1.6
i 5 101.9 1.1 0.12 9.07 0.3 1.6
i 5 103 1.6 0.11 9.05 0.6 1.8
i 5 104.2 0.7 0.08 9.00 0.85 1.8
; 3. The chamber fills, eight bells going up with the water, one for each rung of the ladder
i 2 118 66 0.16 5.05
i 2 124 60 0.10 6.00
i 3 120 60 0.10 1500 0.5
i 1 126 5 0.20 8.05 0.1 1.0
i 1 129 5 0.21 8.07 0.2 1.0
i 1 132 5 0.22 8.09 0.3 1.1
i 1 135 5 0.23 8.10 0.4 1.1
i 1 138 5 0.24 9.00 0.5 1.2
i 1 141 5 0.25 9.02 0.6 1.2
i 1 144 5 0.26 9.04 0.7 1.3
i 1 147 9 0.28 9.05 0.8 1.3 ; level with the upper gate
i 6 150 1.5 0.08 7.05 0.55
i 6 151.5 0.5 0.08 7.07 0.55
i 6 152 1 0.08 7.09 0.56
i 6 153 1 0.09 7.10 0.57
i 6 154 3 0.10 8.00 0.58 ; held until the gate moves
i 4 158 0.3 0.20 6.05 0.9
i 4 158.3 0.3 0.20 6.07 0.8
i 4 158.6 0.3 0.20 6.09 0.7
i 4 158.9 0.3 0.20 6.10 0.6
i 4 159.2 2.4 0.28 7.00 0.5
i 1 166 7 0.24 8.09 0.3 1.0
i 1 166.8 7 0.22 9.00 0.7 1.0
i 6 170 0.5 0.08 8.00 0.7
i 6 170.5 0.5 0.08 7.09 0.74
i 6 171 0.5 0.07 7.10 0.78
i 6 171.5 0.5 0.07 7.07 0.82
i 6 172 4 0.06 7.05 0.9 ; out through the upper gate
; 4. Quiet water, as in the first part but with less in it
i 2 180 58 0.10 5.02
i 3 184 44 0.03 600 0.5
i 1 190 6 0.22 8.09 0.5 1.0
i 1 199 6 0.20 8.05 0.4 1.0
i 1 208 6 0.18 8.02 0.6 1.0
i 5 211 1.8 0.04 8.09 0.5 1.0
i 4 214 3 0.10 5.02 0.25
i 1 219 8 0.16 7.09 0.5 0.8
i 1 230 10 0.12 8.09 0.5 1.0 ; the first bell again, softer
; 5. For the open day only: the keeper's dog, who was not asked
; (the three notes and their echo are cut from the disc, Ebba wants them in the room)
i 4 236 0.2 0.10 7.05 0.1
i 4 236.4 0.2 0.10 7.05 0.15
i 4 237.1 0.3 0.12 7.04 0.2
i 4 238.6 0.3 0.05 7.04 0.9
e
</CsScore>
</CsoundSynthesizer>
