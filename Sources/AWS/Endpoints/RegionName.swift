/// The form of AWS region names, such as `eu-west-1`, `us-gov-east-1` or `eusc-de-east-1`.
public enum RegionName {
    /// Whether `text` has the form of a region's name: words of letters joined by hyphens, then a number.
    public static func isWellFormed(_ text: some StringProtocol) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count >= 3, text.utf8.count <= 32, let number = parts.last else { return false }
        return parts.dropLast().allSatisfy { !$0.isEmpty && $0.allSatisfy(isLowercaseLetter) }
            && (1...2).contains(number.count) && number.allSatisfy(isDigit)
    }

    private static func isLowercaseLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
