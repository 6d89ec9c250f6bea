import Glibc
import LocalFiles

/// A terminal's compiled description.
///
/// ncurses moves the cursor down with five bytes, because a terminal driver might translate a line feed. A vertical tab
/// does the same in one byte on VT100-like terminals, and no driver translates it. For a deck of countdowns this halves
/// the output.
struct TerminalDescription {
    private var bytes: [UInt8]
    private let strings: Int
    private let stringCount: Int
    private let table: Int

    /// Source: term(5), "Storage Format"; the order of strings is that of terminfo(5).
    private enum Capability {
        static let cursorAddress = 10
        static let cursorDown = 11
    }

    /// The beginnings of the names of terminals that treat a vertical tab as a line feed.
    private static let kinds = [
        "xterm", "tmux", "screen", "rxvt", "linux", "vt100", "vt102", "vt220", "alacritty", "foot", "kitty", "wezterm",
        "konsole", "gnome", "vte", "iterm", "putty", "mintty", "contour", "ghostty",
    ]

    /// Opens a terminal with a description that moves down by a vertical tab, if there is one.
    static func withShortMoves<Result>(_ name: String, _ open: () -> Result) -> Result {
        let before = getenv("TERMINFO").map { String(cString: $0) }
        guard let short = find(name, before)?.shortened() else { return open() }
        // TERMINFO may contain a description itself, in hexadecimal. Source: ncurses(3). Child processes must not
        // inherit it.
        setenv("TERMINFO", short, 1)
        defer { if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") } }
        return open()
    }

    private static func find(_ name: String, _ folder: String?) -> TerminalDescription? {
        guard kinds.contains(where: { name.hasPrefix($0) }), !name.contains("/"), let first = name.utf8.first else {
            return nil
        }
        let home = getenv("HOME").map { String(cString: $0) + "/.terminfo" }
        let folders = [folder, home, "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"]
        for folder in folders.compactMap({ $0 }) where folder.hasPrefix("/") {
            for part in [String(name.prefix(1)), String(first, radix: 16)] {
                let file = try? BoundedFile.read("\(folder)/\(part)/\(name)", limit: 1 << 16)
                if let bytes = file ?? nil { return TerminalDescription(bytes) }
            }
        }
        return nil
    }

    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 12 else { return nil }
        func number(_ index: Int) -> Int {
            Int(Int16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8))
        }
        let (magic, name, flags, numbers) = (number(0), number(2), number(4), number(6))
        stringCount = number(8)
        guard magic == 0o432 || magic == 0o1036, name >= 0, flags >= 0, numbers >= 0,
            stringCount > Capability.cursorDown
        else { return nil }
        var offset = 12 + name + flags
        offset += offset % 2
        strings = offset + numbers * (magic == 0o432 ? 2 : 4)
        table = strings + 2 * stringCount
        guard table + number(10) <= bytes.count, number(10) > 0 else { return nil }
        self.bytes = bytes
    }

    /// The description with a vertical tab for moving down; nil when it moves down in another way or has another
    /// format.
    func shortened() -> String? {
        guard let down = place(Capability.cursorDown), down + 1 < bytes.count, bytes[down] == 0x0A,
            bytes[down + 1] == 0,
            let move = place(Capability.cursorAddress), move + 1 < bytes.count, bytes[move] == 0x1B,
            bytes[move + 1] == UInt8(ascii: "["),
            !(0..<stringCount).contains(where: { $0 != Capability.cursorDown && place($0) == down })
        else { return nil }
        var changed = bytes
        changed[down] = 0x0B
        let digits = Array("0123456789abcdef".utf8)
        return "hex:"
            + String(decoding: changed.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The offset of a string; nil when it is absent.
    private func place(_ index: Int) -> Int? {
        let at = strings + 2 * index
        let offset = Int16(bitPattern: UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8)
        return offset < 0 ? nil : table + Int(offset)
    }
}
