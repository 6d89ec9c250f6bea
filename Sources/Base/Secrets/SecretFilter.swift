/// Removes a database token's secrets from texts of a library or a server.
///
/// The secrets of an AWS token are its signature and its session token; any other token is secret as a whole. A run of
/// `shortestRun` characters is removed wherever it begins, in any letter case, percent-encoded any number of times, and
/// with other characters in between. The filter's own copies are wiped on release.
public final class SecretFilter: Sendable {
    /// The length of the shortest run that counts as part of a secret. A shorter secret is matched as a whole.
    public static let shortestRun = 8

    private let written: PieceTable
    private let decoded: PieceTable
    private let condensed: PieceTable
    private let condensedWritten: PieceTable
    // The bits of the first two tables and of the other two, for a quick test without reference counting. Only `init`
    // writes them.
    private nonisolated(unsafe) let plainBits: UnsafeMutablePointer<UInt64>
    private nonisolated(unsafe) let condensedBits: UnsafeMutablePointer<UInt64>

    /// A filter for the secrets of one token.
    public init(_ token: Secret) {
        var values: [[UInt8]] = []
        var isSigned = false
        token.revealBytes { bytes in
            values = Self.values(of: bytes)
            isSigned = !values.isEmpty
            if !isSigned, !bytes.isEmpty { values = [Array(bytes)] }
        }
        let plain = values.map { MappedText($0).decoded().bytes }
        written = PieceTable(values)
        decoded = PieceTable(plain)
        // An unsigned token may consist of words that other texts contain, too.
        condensed = PieceTable(isSigned ? plain.map { MappedText($0).condensed().bytes } : [])
        condensedWritten = PieceTable(isSigned ? values.map { MappedText($0).condensed().bytes } : [])
        plainBits = PieceTable.bits(of: written, decoded)
        condensedBits = PieceTable.bits(of: condensed, condensedWritten)
        for index in values.indices { values[index].withUnsafeMutableBytes { wipe($0) } }
    }

    deinit {
        PieceTable.release(plainBits)
        PieceTable.release(condensedBits)
    }

    /// The values of a signed request's secret parameters, still encoded.
    private static func values(of token: UnsafeRawBufferPointer) -> [[UInt8]] {
        let names = ["x-amz-signature=", "x-amz-security-token="].map { Array($0.utf8) }
        return token.split(whereSeparator: { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "?") }).compactMap { field in
            let name = names.first { $0.elementsEqual(field.prefix($0.count).map { MappedText.lowercase($0) }) }
            guard let name, field.count > name.count else { return nil }
            return Array(field.dropFirst(name.count))
        }
    }

    /// The text with every secret part replaced by `<redacted>`.
    public func cleaned(_ text: String) -> String {
        var text = text
        guard text.withUTF8({ isSuspect($0) }) else { return text }
        let bytes = Array(text.utf8)
        let hidden = hidden(in: bytes)
        guard let hidden else { return text }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard hidden[index] else {
                result.append(bytes[index])
                index += 1
                continue
            }
            while index < bytes.count, hidden[index] { index += 1 }
            result += Array("<redacted>".utf8)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Whether bytes contain a part of a secret.
    public func finds(in bytes: [UInt8]) -> Bool { hidden(in: bytes) != nil }

    /// Whether bytes need the full search; most do not. It allocates nothing, because every notice passes here.
    private func isSuspect(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        if written.hasShort { return true }
        var (run, letters, letterCount): (UInt64, UInt64, Int) = (0, 0, 0)
        let (plainBits, condensedBits) = (plainBits, condensedBits)
        for index in 0..<bytes.count {
            var byte = bytes[index]
            let isCapital = byte &- 0x41 < 26
            if isCapital { byte |= 0x20 }
            if byte == 0x25, MappedText.isCode(bytes, at: index) { return true }
            run = run << 8 | UInt64(byte)
            if PieceTable.hasBit(run, plainBits), index >= Self.shortestRun - 1,
                written.contains(run) || decoded.contains(run)
            {
                return true
            }
            guard byte &- 0x61 < 26 || byte &- 0x30 < 10 else { continue }
            letters = letters << 8 | UInt64(byte)
            letterCount += 1
            guard PieceTable.hasBit(letters, condensedBits), letterCount >= Self.shortestRun else { continue }
            if condensed.contains(letters) || condensedWritten.contains(letters) { return true }
        }
        return false
    }

    /// For each byte whether it is secret; nil when none is.
    private func hidden(in bytes: [UInt8]) -> [Bool]? {
        let text = MappedText(bytes)
        let plain = text.decoded()
        var marks: [Bool]?
        func mark(_ text: MappedText, _ table: PieceTable) {
            for run in table.runs(in: text.bytes) {
                if marks == nil { marks = [Bool](repeating: false, count: bytes.count) }
                for index in text.origins[run.lowerBound].lowerBound..<text.origins[run.upperBound - 1].upperBound {
                    marks?[index] = true
                }
            }
        }
        mark(text, written)
        mark(text, decoded)
        mark(plain, decoded)
        mark(plain.condensed(), condensed)
        mark(text.condensed(), condensedWritten)
        return marks
    }
}
