import Endpoints
import Profiles

/// What a filter finds a cluster by, in lower case, as bytes: ten thousand clusters are asked at every key.
struct RowText: Sendable {
    /// Name and tags, in which a word may stand anywhere.
    private let names: [UInt8]
    /// All else, in which a word stands at the beginning of one.
    private let rest: [UInt8]
    /// The endpoint's whole name, for words with a dot: most of it is the same for all.
    private let host: [UInt8]

    /// Between two texts; nothing that is typed has it.
    private static let gap: UInt8 = 0

    init(_ row: ClusterRow) {
        let cluster = row.cluster
        names = Self.bytes([row.id.name] + (cluster?.tags ?? []))
        var texts = [cluster?.environment, row.environmentLabel, cluster?.region, cluster?.user, row.shownEngine]
        texts += [cluster?.note, row.cluster == nil ? "broken" : row.role]
        // The cluster's name to RDS, and what AWS has added to it.
        let labels = cluster?.endpoint.host.split(separator: ".").prefix(2) ?? []
        texts.append(labels.first.map(String.init))
        texts.append(labels.last?.split(separator: "-").last.map(String.init))
        rest = Self.bytes(texts.compactMap { $0 })
        host = Self.bytes([cluster?.endpoint.host ?? ""])
    }

    private static func bytes(_ texts: [String]) -> [UInt8] {
        Array(texts.map { $0.lowercased() }.joined(separator: "\0").utf8)
    }

    /// Whether it has a word of bytes in lower case.
    func has(_ word: [UInt8]) -> Bool {
        word.withUnsafeBufferPointer { word in
            names.withUnsafeBufferPointer { Self.find(word, in: $0, atStarts: false) }
                || rest.withUnsafeBufferPointer { Self.find(word, in: $0, atStarts: true) }
                || word.contains(UInt8(ascii: "."))
                    && host.withUnsafeBufferPointer { Self.find(word, in: $0, atStarts: true) }
        }
    }

    private static func find(
        _ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>, atStarts: Bool
    ) -> Bool {
        guard let first = word.first, text.count >= word.count else { return false }
        var start = 0
        let last = text.count - word.count
        while start <= last {
            if text[start] == first, !atStarts || start == 0 || !isLetter(text[start - 1]) || !isLetter(first) {
                var place = 1
                while place < word.count, text[start + place] == word[place] { place += 1 }
                if place == word.count { return true }
            }
            start += 1
        }
        return false
    }

    /// Whether a byte is part of a word: of a letter or a digit, whatever the alphabet.
    static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}

extension ClusterRow {
    /// The engine by the word of its column and by its whole name.
    fileprivate var shownEngine: String? {
        cluster.map { "\(engine)\0\($0.engine.rawValue)" }
    }
}
