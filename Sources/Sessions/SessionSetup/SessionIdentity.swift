/// The person behind a session, for the names that a server shows: two people on one database user are told apart.
public struct SessionIdentity: Sendable {
    private let pattern: [Unicode.Scalar]
    private let values: [Unicode.Scalar: String]

    /// The pattern without a setting: local user, AWS profile, ticket.
    public static let usualPattern = "%u@%p #%t"
    /// The pattern of a user who does not want to be named. A ticket was given on purpose, so it stays.
    public static let ticketOnly = "#%t"
    /// The length of a PostgreSQL name in bytes. Source: PostgreSQL, NAMEDATALEN.
    public static let postgreSQLLimit = 63
    /// The length of a MySQL `program_name` in bytes; servers keep 512 bytes of all attributes together by default.
    public static let mySQLLimit = 128

    /// - Parameter pattern: Text in which `%u`, `%p`, `%t` and `%h` stand for the values below and `%%` for a percent
    ///   sign. Punctuation before a missing value is left out.
    public init(pattern: String, user: String, profile: String?, ticket: String?, host: String) {
        self.pattern = Array(pattern.unicodeScalars)
        values = ["u": user, "p": profile ?? "", "t": ticket ?? "", "h": host]
    }

    /// The name of a program followed by the identity, in at most `limit` bytes.
    ///
    /// A name that leaves too little room for the identity stays as it is; long values are cut and end with `~`.
    public func name(of program: String, limit: Int = Self.postgreSQLLimit) -> String {
        String(decoding: added(to: Array(program.utf8), limit: limit), as: UTF8.self)
    }

    /// A program's own name followed by the identity.
    public func added(to name: [UInt8], limit: Int) -> [UInt8] {
        let texts = [Int.max, 16, 12, 8].map(text).filter { !$0.isEmpty }
        // A program that `exec` runs may repeat the name from its environment.
        guard !texts.contains(where: { name.suffix($0.count) == $0[...] }) else { return name }
        let room = limit - name.count - 1
        guard let text = texts.first(where: { $0.count <= room }) else { return name }
        return name + [UInt8(ascii: " ")] + text
    }

    /// The identity as printable ASCII, with values of at most `longest` characters.
    private func text(longest: Int) -> [UInt8] {
        var result: [UInt8] = []
        var isAfterPercent = false
        for scalar in pattern {
            guard isAfterPercent else {
                if scalar == "%" { isAfterPercent = true } else { result.append(Self.printable(scalar)) }
                continue
            }
            isAfterPercent = false
            guard let value = values[scalar] else {
                if scalar != "%" { result.append(UInt8(ascii: "%")) }
                result.append(Self.printable(scalar))
                continue
            }
            if value.isEmpty {
                while let last = result.last, Self.isPunctuation(last) { result.removeLast() }
            }
            let bytes = value.unicodeScalars.map(Self.printable)
            result += bytes.count <= longest ? bytes : bytes.prefix(longest - 1) + [UInt8(ascii: "~")]
        }
        let words = result.split(separator: UInt8(ascii: " "))
        return Array(words.joined(separator: [UInt8(ascii: " ")]))
    }

    /// PostgreSQL replaces other characters, too, so that a name cannot disturb a terminal or a log.
    private static func printable(_ scalar: Unicode.Scalar) -> UInt8 {
        (0x20..<0x7F).contains(scalar.value) ? UInt8(scalar.value) : UInt8(ascii: "?")
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        let scalar = Unicode.Scalar(byte)
        return scalar != " " && !("0"..."9").contains(scalar) && !("a"..."z").contains(scalar)
            && !("A"..."Z").contains(scalar)
    }
}
