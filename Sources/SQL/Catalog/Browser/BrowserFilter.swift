/// The nodes that a filter shows.
struct BrowserFilter {
    /// For each node, whether it, an ancestor or a descendant matches.
    private var shown: [Bool]
    /// For each node, whether a descendant matches.
    private var leading: [Bool]

    init(_ text: String, _ nodes: [BrowserNode]) {
        shown = [Bool](repeating: false, count: nodes.count)
        leading = shown
        let wanted = Array(text.lowercased().utf8)
        // Parents come before their children.
        var isGone = shown
        for (place, node) in nodes.enumerated() {
            isGone[place] = node.isGone || node.parent.map { isGone[$0] } == true
            guard !isGone[place], Self.isName(node.kind), Self.contains(node.folded, wanted) else { continue }
            shown[place] = true
            var parent = node.parent
            while let above = parent, !leading[above] {
                leading[above] = true
                parent = nodes[above].parent
            }
        }
        var below = shown
        for (place, node) in nodes.enumerated() {
            guard let parent = node.parent else { continue }
            if below[parent] { below[place] = true }
            let isRemark = node.kind == .more || node.kind == .remark
            shown[place] = below[place] || leading[place] || isRemark && leading[parent]
        }
    }

    func shows(_ place: Int) -> Bool { place == 0 || shown[place] }

    /// Whether a descendant of the node matches.
    func leads(_ place: Int) -> Bool { leading[place] }

    private static func isName(_ kind: BrowserLine.Kind) -> Bool {
        switch kind {
        case .tables, .views, .functions, .sequences, .columns, .keys, .indexes, .more, .remark: false
        default: true
        }
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard text.count >= part.count else { return false }
        return text.withUnsafeBufferPointer { text in
            for start in 0...(text.count - part.count) where text[start] == first {
                if text[start...].starts(with: part) { return true }
            }
            return false
        }
    }
}
