extension FixedWidthInteger {
    /// The number rounded towards zero, or the nearest representable one; 0 for no number. For numbers of servers and
    /// users, which may be infinite: the standard conversion ends the process then.
    public init(saturating value: Double) {
        if value >= Double(Self.max) {
            self = .max
        } else if value <= Double(Self.min) {
            self = .min
        } else {
            self = value.isNaN ? 0 : Self(value)
        }
    }
}
