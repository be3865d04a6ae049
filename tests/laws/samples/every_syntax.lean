/- every
   syntax /- nested -/ -/
module
public import Init.Data.List.Basic
import Puzzle.Own -- ours

/-! # Title -/

set_option maxRecDepth 400
open Nat Function
open List in
#check map
variable {α : Type u}
  [DecidableEq α]

noncomputable section

namespace Outer.Inner
section Tools
mutual
/-- Even. -/
def even : Nat → Bool
  | 0 => true
  | n + 1 => odd n

def odd : Nat → Bool
| 0 => false
| n + 1 => even n
termination_by n => n
end

end Tools -- and out

/-- A pair,
with a default. -/
@[ext, simps (config := {})]
structure Pair (α : Type u) extends Base α where
  /-- the first -/
  fst : α
  snd : α := fst
deriving Repr

class inductive Kind.{w} (p : Sort w) : Prop
  | mk (h : p)

private noncomputable abbrev pick := "-- no comment"
axiom choice {p : Prop} (h : p ∨ ¬p := by decide) : p
instance : Inhabited (Pair Nat) := ⟨⟨0, 1⟩⟩
protected theorem swap.{w} {a b : Nat} (h : a = b)
    (k : ∀ x, x ≤ a) : b = a ∧ -- both
    0 ≤ a := by
  have h₂ : a ≤ 3 := by omega /- why
    not -/
  calc b = a := h.symm
    _ = a := rfl
  · simp [h₂] -- done
local notation "ℕ" => Nat

end Outer.Inner
end
