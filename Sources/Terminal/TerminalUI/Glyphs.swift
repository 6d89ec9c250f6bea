/// The drawn parts of a screen, as far as the terminal can show them.
public struct Glyphs: Sendable, Equatable {
    /// Horizontal and vertical lines and corners, clockwise from the upper left.
    public let horizontal, vertical, upperLeft, upperRight, lowerRight, lowerLeft: Character
    /// The bar at the cursor's row.
    public let cursor: Character
    /// A row that is marked.
    public let mark: Character
    /// Where text was cut off.
    public let ellipsis: String
    /// Nothing is there.
    public let nothing: Character
    /// Sorted upwards, downwards.
    public let up, down: Character
    /// More stands to the left, to the right.
    public let left, right: Character
    /// Kept fresh.
    public let renewed: Character
    /// Limits something.
    public let limit: Character
    /// Stands for a character of a secret.
    public let hidden: Character
    /// A cell of a bar from empty to full, in equal steps.
    public let bar: [Character]

    /// For UTF-8 and a font that has them.
    public static let full = Glyphs(
        horizontal: "─", vertical: "│", upperLeft: "┌", upperRight: "┐", lowerRight: "┘", lowerLeft: "└", cursor: "▌",
        mark: "●", ellipsis: "…", nothing: "·", up: "▲", down: "▼", left: "◀", right: "▶", renewed: "↻", limit: "▼",
        hidden: "•",
        bar: [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"])

    /// For UTF-8 and a font with few glyphs, as the Linux console's.
    public static let console = Glyphs(
        horizontal: "─", vertical: "│", upperLeft: "┌", upperRight: "┐", lowerRight: "┘", lowerLeft: "└", cursor: "▌",
        mark: "*", ellipsis: "...", nothing: "·", up: "^", down: "v", left: "<", right: ">", renewed: "+", limit: "!",
        hidden: "*",
        bar: [" ", "▌", "█"])

    /// For ASCII alone.
    public static let ascii = Glyphs(
        horizontal: "-", vertical: "|", upperLeft: "+", upperRight: "+", lowerRight: "+", lowerLeft: "+", cursor: ">",
        mark: "*", ellipsis: "...", nothing: ".", up: "^", down: "v", left: "<", right: ">", renewed: "+", limit: "!",
        hidden: "*",
        bar: [" ", "-", "="])

    /// A bar of `columns` cells, filled by `part` of `whole`; what is left of anything shows.
    public func bar(_ part: Int64, of whole: Int64, columns: Int) -> String {
        guard whole > 0, part > 0, columns > 0 else { return "" }
        let steps = Int64(bar.count - 1)
        let filled = min(Int64(columns) * steps, (part * Int64(columns) * steps + whole - 1) / whole)
        var text = String(repeating: bar[bar.count - 1], count: Int(filled / steps))
        if filled % steps > 0 { text.append(bar[Int(filled % steps)]) }
        return text
    }
}
