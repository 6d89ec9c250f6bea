import SQLWire

/// The words of a dialect, in any case. It is a class because it is used for every word of a text.
final class Words: Sendable {
    /// The meanings of a word.
    struct Meaning: OptionSet, Sendable {
        let rawValue: UInt8

        static let reserved = Meaning(rawValue: 1)
        static let unreserved = Meaning(rawValue: 2)
        static let type = Meaning(rawValue: 4)
        static let function = Meaning(rawValue: 8)
        static let rowFunction = Meaning(rawValue: 16)
        /// A keyword that is more often a name.
        static let nameLike = Meaning(rawValue: 32)

        static let keyword: Meaning = [.reserved, .unreserved]
    }

    static let postgresql = Words([
        (PostgreSQLWords.reserved, .reserved), (PostgreSQLWords.unreserved, .unreserved),
        (PostgreSQLWords.types, .type), (PostgreSQLWords.functions, .function),
        (PostgreSQLWords.rowFunctions, [.function, .rowFunction]), (nameLike, .nameLike),
    ])
    static let mysql = Words([
        (MySQLWords.reserved, .reserved), (MySQLWords.unreserved, .unreserved),
        (MySQLWords.types, .type), (MySQLWords.functions, .function),
        (MySQLWords.rowFunctions, [.function, .rowFunction]), (nameLike, .nameLike),
    ])

    static func of(_ dialect: Dialect) -> Words {
        dialect == .postgresql ? postgresql : mysql
    }

    private static let nameLike: StaticString = """
        name type value data key id year month day hour minute second status host port path action account mode level
        location position text comment content document description label version user_resources password state
        code message subject source class category names domain zone password options catalog_name schema_name
        """

    /// All words in lower case, concatenated, and the start of each.
    private let letters: [UInt8]
    private let starts: [Int]
    private let meanings: [Meaning]
    /// Indices into `starts` by hash; -1 for an empty slot.
    private let slots: [Int16]

    private static let slotCount = 4096

    private init(_ lists: [(StaticString, Meaning)]) {
        var meanings: [String: Meaning] = [:]
        for (list, meaning) in lists {
            for word in list.description.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                meanings[String(word), default: []].formUnion(meaning)
            }
        }
        var letters: [UInt8] = []
        var starts = [0]
        var sorted: [Meaning] = []
        var slots = [Int16](repeating: -1, count: Self.slotCount)
        for (word, meaning) in meanings.sorted(by: { $0.key < $1.key }) {
            var slot = word.utf8.withBytes(Self.slot)
            while slots[slot] >= 0 { slot = (slot + 1) % Self.slotCount }
            slots[slot] = Int16(sorted.count)
            letters += word.utf8
            starts.append(letters.count)
            sorted.append(meaning)
        }
        self.letters = letters
        self.starts = starts
        self.meanings = sorted
        self.slots = slots
    }

    private static func slot(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in word { hash = (hash ^ UInt32(Byte.lowered(byte))) &* 16_777_619 }
        return Int((hash ^ hash >> 15) % UInt32(slotCount))
    }

    /// The meanings of a word; empty when it is unknown.
    func meaning(of word: UnsafeBufferPointer<UInt8>) -> Meaning {
        guard word.count < 32 else { return [] }
        var slot = Self.slot(word)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            let known = letters[starts[index]..<starts[index + 1]]
            if known.count == word.count, zip(known, word).allSatisfy({ $0 == Byte.lowered($1) }) {
                return meanings[index]
            }
            slot = (slot + 1) % Self.slotCount
        }
        return []
    }

    /// The meanings of a word; empty when it is unknown.
    func meaning(of word: String) -> Meaning {
        word.utf8.withBytes { meaning(of: $0) }
    }

    func isKeyword(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        !meaning(of: word).isDisjoint(with: .keyword)
    }

    /// All words with a `meaning`, in lower case and sorted.
    func all(_ meaning: Meaning) -> [String] {
        meanings.indices.filter { !meanings[$0].isDisjoint(with: meaning) }.map {
            String(decoding: letters[starts[$0]..<starts[$0 + 1]], as: UTF8.self)
        }
    }
}
