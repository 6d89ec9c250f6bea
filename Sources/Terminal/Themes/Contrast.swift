/// The contrast between two colours.
enum Contrast {
    /// From 1 to 21. Source: WCAG 2.2, "contrast ratio".
    static func ratio(_ first: UInt32, _ second: UInt32) -> Double {
        let (a, b) = (luminance(first), luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// Source: WCAG 2.2, "relative luminance".
    static func luminance(_ rgb: UInt32) -> Double {
        func linear(_ component: UInt32) -> Double {
            let value = Double(component & 0xFF) / 255
            return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055)
        }
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb)
    }

    /// `value` to the power of 2.4, between 0 and 1: the fifth root of its twelfth power, by Newton's method.
    private static func power(_ value: Double) -> Double {
        let squared = value * value
        let fourth = squared * squared
        let twelfth = fourth * fourth * fourth
        guard twelfth > 0 else { return 0 }
        var root = value
        for _ in 0..<60 {
            let third = root * root * root * root
            root -= (third * root - twelfth) / (5 * third)
        }
        return root
    }
}
