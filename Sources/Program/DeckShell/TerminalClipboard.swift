import Deck
import FoundationEssentials
import ScreenKit
import Secrets

/// The sequence with which a terminal stores a token in its clipboard.
enum TerminalClipboard {
    /// The maximum number of bytes that terminals accept. Source: xterm's and tmux's limits, less a margin.
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
            // tmux's settings decide which of the two it uses; it drops the other one.
            return bytes + Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
        case .screen:
            // screen accepts at most 768 bytes at a time.
            return stride(from: 0, to: bytes.count, by: 512).flatMap { start in
                Array("\u{1B}P".utf8) + bytes[start..<min(bytes.count, start + 512)] + Array("\u{1B}\\".utf8)
            }
        }
    }

    /// Copies a text if the terminal accepts its size. Returns a message.
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
