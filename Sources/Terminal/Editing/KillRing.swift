/// The last cut or copied texts.
struct KillRing: Sendable, Equatable {
    static let mostTexts = 60
    static let mostBytes = 16 << 20

    /// The latest one comes last.
    private(set) var texts: [String] = []

    var latest: String? { texts.last }

    /// The text `back` before the latest one; after the oldest it starts again at the latest.
    func text(_ back: Int) -> String? {
        texts.isEmpty ? nil : texts[texts.count - 1 - back % texts.count]
    }

    mutating func add(_ text: String) {
        guard !text.isEmpty else { return }
        texts.append(text)
        if texts.count > KillRing.mostTexts { texts.removeFirst() }
        var bytes = texts.reduce(0) { $0 + $1.utf8.count }
        while bytes > KillRing.mostBytes, texts.count > 1 { bytes -= texts.removeFirst().utf8.count }
    }

    /// Extends the latest text, so that successive cuts are pasted together.
    mutating func extend(_ text: String, atFront: Bool) {
        guard let last = texts.popLast() else { return add(text) }
        texts.append(atFront ? text + last : last + text)
    }
}
