import SQLScript
import TestSupport
import Testing

@Suite struct MariaDBOracleTests {
    @Test(arguments: ["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES"])
    func `mariadb sends the scanner's statements`(mode: String) throws {
        var random = SeededGenerator(seed: 10)
        let scripts =
            (MySQLCorpus.handwritten + (0..<MySQLCorpus.count).map { _ in MySQLCorpus.script(&random) })
            .map { mode.isEmpty ? $0 : "set sql_mode = '\(mode)';\n" + $0 }
        let oracle = try MariaDBOracle()
        var different = 0
        for (script, received) in zip(scripts, try oracle.recorder.statements(of: scripts)) {
            var scanner = MySQLScanner()
            scanner.keepsHints = false
            scanner.noBackslashEscapes = mode == "NO_BACKSLASH_ESCAPES"
            scanner.ansiQuotes = mode == "ANSI_QUOTES"
            let sent = sentByClient(scanner.items(of: script, chunked: &random, stopping: ["quit", "exit"]))
            if sent != received, !differOnlyAfterDelimiter(script, sent, received), different < 10 {
                different += 1
                Issue.record("script \(script.debugDescription)\nmariadb \(received)\nscanner \(sent)")
            }
        }
    }

    /// The client drops the line feed after a line in a statement that begins with `delimiter`; the scanner does not.
    private func differOnlyAfterDelimiter(_ script: String, _ sent: [String], _ received: [String]) -> Bool {
        func joined(_ texts: [String]) -> [String] { texts.map { $0.filter { $0 != "\n" } } }
        return script.lowercased().contains("\ndelimiter") && joined(sent) == joined(received)
    }

    /// The server removes these before it writes its log.
    private func logged(_ text: [UInt8]) -> String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
        var rest = text.drop(while: isSpace)
        while let last = rest.last, isSpace(last) || last == UInt8(ascii: ";") { rest.removeLast() }
        return String(decoding: rest, as: UTF8.self)
    }

    private func sentByClient(_ items: [ScriptItem]) -> [String] {
        items.compactMap { item in
            switch item {
            case .statement(let statement): return logged(statement.text)
            case .command(let command) where command.name == "use":
                // The log contains no failed `use`.
                let name = MySQLArgument.first(of: command.arguments, afterBackslash: false)
                return name == Array("harbor".utf8) ? "USE harbor" : nil
            case .command: return nil
            }
        }
    }
}
