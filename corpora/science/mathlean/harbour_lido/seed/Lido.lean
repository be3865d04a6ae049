/-
"Proofs you can run", evening course in the cafeteria of the harbour lido, Rauma.
Notes of meetings 3 to 8, kept by Ilse Varga. Lean 4, core library only: the laptop at
the till has no room for more.
-/

import Lido.Basics
import Lido.Notation

/-!
# The lido, proved

Everything here is something the cashier asked: can somebody slip through the turnstile,
which sums can be paid in tokens, who is next in the queue. Names follow the house rule:
what is claimed comes first, `of` comes before what is assumed.
-/

set_option autoImplicit false

/-! ## Meeting 3: the turnstile at the gate -/

namespace Turnstile

/-- The gate is locked until somebody drops a token. -/
inductive State where
  | locked
  | unlocked
  deriving DecidableEq, Repr

inductive Event where
  | token
  | push
  deriving DecidableEq, Repr

/-- What one event does. A second token is swallowed, as the sign beside the slot says. -/
def step : State → Event → State
  | .locked, .token => .unlocked
  | .locked, .push => .locked
  | .unlocked, .token => .unlocked
  | .unlocked, .push => .locked

def run (s : State) : List Event → State
  | [] => s
  | e :: es => run (step s e) es

@[simp]
theorem run_nil (s : State) : run s [] = s := rfl

@[simp]
theorem run_cons (s : State) (e : Event) (es : List Event) :
    run s (e :: es) = run (step s e) es := rfl

theorem run_append (s : State) (xs ys : List Event) :
    run s (xs ++ ys) = run (run s xs) ys := by
  induction xs generalizing s with
  | nil => rfl
  | cons e xs ih => exact ih (step s e)

theorem step_token (s : State) : step s .token = .unlocked := by
  cases s <;> rfl

theorem step_push (s : State) : step s .push = .locked := by
  cases s <;> rfl

/-- How the day ends depends on the last event alone, not on how it began. -/
theorem last_decides (s t : State) (es : List Event) (e : Event) :
    run s (es ++ [e]) = run t (es ++ [e]) := by
  rw [run_append, run_append, run_cons, run_cons, run_nil, run_nil]
  cases e with
  | token => rw [step_token, step_token]
  | push => rw [step_push, step_push]

/-- Bathers that got in. -/
def passed : State → List Event → Nat
  | _, [] => 0
  | .locked, .push :: es => passed .locked es
  | .unlocked, .push :: es => passed .locked es + 1 -- the only line that lets anybody in
  | _, .token :: es => passed .unlocked es

def tokens : List Event → Nat
  | [] => 0
  | .token :: es => tokens es + 1
  | .push :: es => tokens es

/-- 1 while somebody may still go through, else 0. Olavi calls it the debt of the house. -/
def credit : State → Nat
  | .locked => 0
  | .unlocked => 1

-- With `s` fixed the induction does not go through: a push needs the claim for the other state.
theorem passed_le (s : State) (es : List Event) :
    passed s es ≤ tokens es + credit s := by
  induction es generalizing s with
  | nil => cases s <;> simp [passed]
  | cons e es ih =>
    have shut := ih .locked
    have free := ih .unlocked
    cases s <;> cases e <;> simp only [passed, tokens, credit] at * <;> omega

/-- The answer for the cashier: over a day that begins locked nobody slips through. -/
theorem nobody_slips_through (es : List Event) : passed .locked es ≤ tokens es := by
  simpa [credit] using passed_le .locked es

end Turnstile

/-! ## Meeting 4: tokens of three and five -/

namespace Payment

/-- The machine sells tokens worth 3 (sauna) and 5 (pool); no change is given. -/
def Payable (n : Nat) : Prop :=
  ∃ a b : Nat, n = 3 * a + 5 * b

theorem payable_zero : Payable 0 :=
  ⟨0, 0, rfl⟩

theorem payable_add {m n : Nat} (hm : Payable m) (hn : Payable n) : Payable (m + n) := by
  obtain ⟨a, b, rfl⟩ := hm
  obtain ⟨c, d, rfl⟩ := hn
  exact ⟨a + c, b + d, by omega⟩

theorem payable_mul (k : Nat) {n : Nat} (h : Payable n) : Payable (k * n) := by
  induction k with
  | zero => simpa using payable_zero
  | succ k ih =>
    rw [Nat.succ_mul]
    exact payable_add ih h

-- 7 is the largest sum that cannot be paid; 1, 2 and 4 went the same way on the blackboard.
theorem not_payable_seven : ¬ Payable 7 := by
  intro ⟨a, b, h⟩
  omega

/-- Three sums in a row are enough, the rest follows by adding sauna tokens. -/
theorem payable_eight_add (k : Nat) : Payable (8 + k) := by
  induction k using Nat.strongRecOn with
  | ind k ih =>
    match k with
    | 0 => exact ⟨1, 1, rfl⟩
    | 1 => exact ⟨3, 0, rfl⟩
    | 2 => exact ⟨0, 2, rfl⟩
    | j + 3 =>
      obtain ⟨a, b, h⟩ := ih j (by omega)
      exact ⟨a + 1, b, by omega⟩

theorem payable_of_eight_le {n : Nat} (h : 8 ≤ n) : Payable n := by
  have key := payable_eight_add (n - 8)
  rwa [Nat.add_sub_cancel' h] at key

end Payment

/-! ## Meeting 5: the queue on Midsummer Eve -/

namespace Queue

universe u

variable {α : Type u}

/-- Whoever comes stands at the end. Kept as two lists, the second one turned round. -/
structure Line (α : Type u) where
  front : List α := []
  back : List α := []

def toList (q : Line α) : List α :=
  q.front ++ q.back.reverse

def join (q : Line α) (a : α) : Line α :=
  { q with back := a :: q.back }

/-- Turned round only when the front runs out, so each guest is moved once. -/
def serve : Line α → Option (α × Line α)
  | ⟨a :: front, back⟩ => some (a, ⟨front, back⟩)
  | ⟨[], back⟩ =>
    match back.reverse with
    | [] => none
    | a :: rest => some (a, ⟨rest, []⟩)

theorem toList_join (q : Line α) (a : α) : toList (join q a) = toList q ++ [a] := by
  simp [toList, join]

theorem length_join (q : Line α) (a : α) :
    (toList (join q a)).length = (toList q).length + 1 := by
  rw [toList_join]
  simp

/-- First come, first served. -/
theorem toList_of_serve {q r : Line α} {a : α} (h : serve q = some (a, r)) :
    toList q = a :: toList r := by
  obtain ⟨front, back⟩ := q
  cases front with
  | cons b front =>
    simp only [serve, Option.some.injEq, Prod.mk.injEq] at h
    obtain ⟨rfl, rfl⟩ := h
    rfl
  | nil =>
    simp only [serve] at h
    split at h
    · contradiction
    · rename_i b rest hb
      simp only [Option.some.injEq, Prod.mk.injEq] at h
      obtain ⟨rfl, rfl⟩ := h
      simp [toList, hb] -- `hb` says what the turned list is

end Queue

/-! ## Meeting 6: lockers -/

namespace Lockers

/-- Doors 1 to 60. Attendant number `d` turns the key of every `d`-th door, in the
   order of their badges; the children guessed the answer before the proof was done. -/
def Turns (d n : Nat) : Prop :=
  ∃ k, n = d * k

@[inherit_doc]
infix:50 " turns " => Turns

theorem turns_refl (n : Nat) : n turns n :=
  ⟨1, (Nat.mul_one n).symm⟩

theorem one_turns (n : Nat) : 1 turns n :=
  ⟨n, (Nat.one_mul n).symm⟩

theorem turns_trans {a b c : Nat} (hab : a turns b) (hbc : b turns c) : a turns c := by
  obtain ⟨k, rfl⟩ := hab
  obtain ⟨l, rfl⟩ := hbc
  exact ⟨k * l, Nat.mul_assoc a k l⟩

theorem turns_add {d m n : Nat} (hm : d turns m) (hn : d turns n) : d turns (m + n) := by
  obtain ⟨k, rfl⟩ := hm
  obtain ⟨l, rfl⟩ := hn
  exact ⟨k + l, (Nat.mul_add d k l).symm⟩

theorem le_of_turns {d n : Nat} (pos : 0 < n) (h : d turns n) : d ≤ n :=
  Nat.le_of_dvd pos h -- unfolded, it is the library's own `∣`

end Lockers

/-! ## Meeting 8: how warm is it really -/

namespace Thermometer

/-- The display adds one at every click and never goes below zero. -/
structure Reading where
  tenths : Nat
  isIndoor : Bool := false
  deriving Repr

def warmer (r : Reading) (k : Nat) : Reading :=
  { r with tenths := r.tenths + k }

def colder (r : Reading) (k : Nat) : Reading :=
  { r with tenths := r.tenths - k }

theorem colder_warmer (r : Reading) (k : Nat) : colder (warmer r k) k = r := by
  cases r
  simp [colder, warmer]

-- The other way round it is false below `k`: 3 tenths, 5 clicks down, 5 up, and it shows 5.
theorem warmer_colder (r : Reading) {k : Nat} (h : k ≤ r.tenths) :
    warmer (colder r k) k = r := by
  cases r
  simp only [warmer, colder] at *
  rw [Nat.sub_add_cancel h]

theorem warmer_comm (r : Reading) (j k : Nat) :
    warmer (warmer r j) k = warmer (warmer r k) j := by
  simp only [warmer, Nat.add_right_comm]

instance instLEReading : LE Reading where
  le r s := r.tenths ≤ s.tenths

theorem le_warmer (r : Reading) (k : Nat) : r ≤ warmer r k :=
  Nat.le_add_right r.tenths k

#eval (warmer ⟨214, true⟩ 5).tenths -- 219: Thursday, the day the heating came back

end Thermometer
