import SQLScript
import TestSupport

extension ScriptScanner {
    /// All items of a script fed in chunks of random lengths.
    static func items(of script: String, chunked random: inout SeededGenerator, stopping: Set<String> = [])
        -> [ScriptItem]
    {
        var scanner = Self()
        return scanner.items(of: script, chunked: &random, stopping: stopping)
    }

    mutating func items(
        of script: String, chunked random: inout SeededGenerator, stopping: Set<String> = []
    ) -> [ScriptItem] {
        let bytes = Array(script.utf8)
        let limit = random.pick([1, 2, 5, 30, 1000])
        var items: [ScriptItem] = []
        var offset = 0
        while true {
            while let item = next() {
                items.append(item)
                if case .command(let command) = item, stopping.contains(command.name) { stop() }
            }
            if offset == bytes.count { break }
            let end = min(bytes.count, offset + Int.random(in: 1...limit, using: &random))
            feed(Array(bytes[offset..<end]))
            offset = end
        }
        finish()
        while let item = next() {
            items.append(item)
            if case .command(let command) = item, stopping.contains(command.name) { stop() }
        }
        return items
    }
}

/// The texts of the statements; commands as `\name arguments`.
func texts(_ items: [ScriptItem]) -> [String] {
    items.map { item in
        switch item {
        case .statement(let statement):
            guard case .command(let command) = statement.ending else {
                return String(decoding: statement.text, as: UTF8.self)
            }
            return String(decoding: statement.text, as: UTF8.self) + "\\" + command.name
                + String(decoding: command.arguments, as: UTF8.self)
        case .command(let command): return "\\" + command.name + String(decoding: command.arguments, as: UTF8.self)
        }
    }
}

func postgres(_ script: String) -> [String] { texts(PostgreSQLScanner.items(of: Array(script.utf8))) }

func mysql(_ script: String) -> [String] { texts(MySQLScanner.items(of: Array(script.utf8))) }
