import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The deck and its sessions with servers that have the token and try to make the program show it.
@Suite struct RogueDeckTests {
    private typealias Behaviour = RogueServers.Behaviour

    /// The forms in which a server repeats a token.
    private static let forms = ["{token}", "{decoded}", "{spaced}"]

    private static func behaviours(_ engine: String) -> [Behaviour] {
        var steps: [[String]] = []
        if engine == "mysql" {
            for method in ["dialog", "client_ed25519", "mysql_old_password", "caching_sha2_password"] {
                steps.append(["packet:\u{FE}\(method)\0{token}"])
            }
            for form in forms {
                steps += [
                    ["error:1045:\(form)"], ["error:5010:\(form)"], ["packet:\u{FE}\(form)\0abc"],
                    ["ok:\u{F0}\(form)", "hear", "error:1064:\(form)"],
                ]
            }
            steps += [["packet:\u{FE}"], ["packet:"], []]
            steps = steps.map { ["ask:mysql_clear_password", "token"] + $0 }
        } else {
            for form in forms {
                steps += [
                    ["error:\(form)"], ["notice:\(form)", "error:\(form)"],
                    ["ready:15 \(form)", "hear", "error:\(form)"],
                    ["raw:\(form)"],
                ]
            }
            steps += [["ask:5", "hear", "error:{token}"], ["sasl:{token}"], []]
            steps = steps.map { ["ask:3", "token"] + $0 }
        }
        return steps.enumerated().map { index, steps in Behaviour(name: "rogue-\(10 + index)", steps: steps) }
    }

    @Test(arguments: ["mysql", "postgresql"])
    func `no part of a token gets to the terminal, the log or a file`(_ engine: String) throws {
        let behaviours = Self.behaviours(engine)
        let servers = try RogueServers(engine, behaviours)
        let deck = try DeckInTerminal(
            try SharedSandbox.description.get(), columns: 160, rows: 50, start: false)
        let terminal = deck.terminal
        try deck.home.write(servers.profiles(engine), to: "clusters.toml")
        try terminal.enter("QUARTERDECK_CONFIG=~/clusters.toml $Q 2> ~/errors; echo left with $?")
        try terminal.wait(for: "Enter session")
        try terminal.press("g")
        for index in behaviours.indices {
            if index > 0 { try terminal.press("j") }
            try terminal.press("Enter")
            try terminal.eventually("the login has ended") {
                // A message may cover the keys.
                let screen = try terminal.screen()
                return screen.contains("1 deck")
                    && (screen.contains("NO SESSION") || screen.contains("no transaction"))
            }
            // The log of messages is shown, too.
            if index.isMultiple(of: 6) {
                try terminal.press("F7")
                try terminal.wait(for: "Esc back")
                try terminal.press("Escape")
                try terminal.wait(without: "Esc back")
            }
            try terminal.press("C-q")
            try terminal.wait(for: "Enter session")
        }
        try terminal.press("i")
        try terminal.press("q")
        try terminal.press("L")
        try terminal.press("Escape")
        try terminal.enter("q")
        try terminal.wait(for: "left with 0")
        var places = ["the terminal": try Data(contentsOf: URL(fileURLWithPath: terminal.log))]
        for path in try #require(FileManager.default.subpaths(atPath: deck.home.path)) {
            places[path] = FileManager.default.contents(atPath: deck.home.path(path))
        }
        #expect(places["errors"] != nil)
        var pieces = SecretPieces()
        for behaviour in behaviours {
            for record in try servers.records(of: behaviour.name) where !record.token.isEmpty {
                #expect(record.token.contains("X-Amz-Signature="), "\(behaviour.name)")
                pieces.add(record.token)
            }
        }
        #expect(pieces.count > behaviours.count)
        for (place, content) in places {
            #expect(pieces.first(in: content) == nil, "\(place)")
        }
    }
}

/// Every run of eight letters and digits of several tokens' signatures.
private struct SecretPieces {
    private var pieces: Set<UInt64> = []

    var count: Int { pieces.count }

    mutating func add(_ token: String) {
        guard let signature = token.components(separatedBy: "X-Amz-Signature=").last else { return }
        Self.each(in: Array(signature.prefix { $0 != "&" }.utf8)) { pieces.insert($0) }
    }

    /// The first piece that a content contains, even with other characters between its letters.
    func first(in content: Data) -> String? {
        var found: UInt64?
        Self.each(in: content) { if found == nil, pieces.contains($0) { found = $0 } }
        return found.map { piece in
            String(decoding: withUnsafeBytes(of: piece.bigEndian) { Array($0) }, as: UTF8.self)
        }
    }

    private static func each(in bytes: some Sequence<UInt8>, _ body: (UInt64) -> Void) {
        var (piece, length): (UInt64, Int) = (0, 0)
        for byte in bytes {
            let small = byte &- 0x41 < 26 ? byte | 0x20 : byte
            guard small &- 0x61 < 26 || small &- 0x30 < 10 else { continue }
            piece = piece << 8 | UInt64(small)
            length += 1
            if length >= 8 { body(piece) }
        }
    }
}
