/// Guesses the word that the user meant to type.
public enum Suggestion {
    /// The candidate nearest to `text`, if at most a third of the letters differ. Two swapped neighbours count as one
    /// difference.
    public static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
        let typed = Array(text.lowercased().unicodeScalars.prefix(64))
        let rated = candidates.map { ($0, distance(typed, Array($0.lowercased().unicodeScalars.prefix(64)))) }
        guard let best = rated.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) else { return nil }
        return best.1 <= max(1, max(typed.count, best.0.unicodeScalars.count) / 3) ? best.0 : nil
    }

    /// The optimal string alignment distance.
    private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var before: [Int] = []
        var last = Array(0...b.count)
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { cost = min(cost, before[j - 2] + 1) }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[b.count]
    }
}
