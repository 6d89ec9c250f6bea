import Deck
import FoundationEssentials
import ScreenKit
import Secrets

/// A token as the sequence that has a terminal put it into its clipboard.
enum TerminalClipboard {
    /// The most bytes that terminals take. Source: xterm's and tmux's limits, less a margin.
    static let largestByteCount = 74_994

    /// The sequence; nil for a token that is too long. Source: XTerm Control Sequences, OSC 52; tmux(1), set-clipboard
    /// and allow-passthrough; screen(1), "String Escapes".
    static func sequence(_ secret: Secret, _ way: ClipboardWay) -> [UInt8]? {
        var bytes = Array("\u{1B}]52;c;".utf8)
        secret.revealBytes { bytes += Array(Data($0).base64EncodedData()) }
        bytes += Array("\u{07}".utf8)
        guard bytes.count <= largestByteCount else { return nil }
        switch way {
        case .direct, .none: return bytes
        case .tmux:
            let doubled = bytes.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
            // Which of the two tmux takes is a matter of its settings; what it does not take it drops.
            return bytes + Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
        case .screen:
            // It takes no more than 768 bytes at a time.
            return stride(from: 0, to: bytes.count, by: 512).flatMap { start in
                Array("\u{1B}P".utf8) + bytes[start..<min(bytes.count, start + 512)] + Array("\u{1B}\\".utf8)
            }
        }
    }

    /// Copies a text, if a terminal takes that much; answers what to tell.
    static func copy(_ text: String, _ way: ClipboardWay, _ send: (([UInt8]) -> Void)) -> Message {
        if let refusal = way.refusal { return Message(.warning, "not copied: \(refusal)", at: DeckClock.now) }
        guard let bytes = sequence(Secret(text), way) else {
            return Message(
                .error, "that is too much for a terminal's clipboard, which takes about 54 kB; e exports it to a file",
                at: DeckClock.now)
        }
        send(bytes)
        let size = text.utf8.count
        return Message(
            .info, "\(size) byte\(size == 1 ? "" : "s") sent to your terminal's clipboard (\(way.remark))",
            at: DeckClock.now)
    }
}
