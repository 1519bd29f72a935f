//! Numbers in no order, the same every time (Numerical Recipes' generator); `registry.py` draws the same ones.

pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// Any number.
    pub(crate) fn next(&mut self) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 32).unwrap_or_default()
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        u32::try_from((u64::from(self.next()) * u64::from(bound)) >> 32).unwrap_or_default()
    }
}
