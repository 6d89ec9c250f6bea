extension AWSProfile {
    /// A key of the indented lines below another key, as in `sts =` followed by `  endpoint_url = …`.
    ///
    /// Source: `botocore.configloader._parse_nested`.
    func nested(_ key: String, in outer: String) -> String? {
        guard let value = self[outer], value.hasPrefix("\n") else { return nil }
        for line in value.split(separator: "\n") {
            let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, trimmed(halves[0]) == key else { continue }
            return trimmed(halves[1])
        }
        return nil
    }

    private func trimmed(_ text: Substring) -> String {
        let kept = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
        return String(kept.reversed())
    }
}
