/// The sixteen colours that users configure in their terminal, with the names of theme files.
enum BasicColor: UInt8, CaseIterable {
    case black, red, green, yellow, blue, magenta, cyan, white
    case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite

    /// For instance `bright-red`.
    var name: String {
        let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        return rawValue < 8 ? names[Int(rawValue)] : "bright-" + names[Int(rawValue) - 8]
    }

    private static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    init?(_ name: some StringProtocol) {
        guard let color = Self.named[String(name)] else { return nil }
        self = color
    }
}
