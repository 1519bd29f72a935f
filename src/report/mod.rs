//! What the campaign did and achieved, for those who answer for it.

mod effect;

pub use effect::{Arm, Cluster, Effect, NoEffect, effect};
