/// Which nodes a filter leaves.
struct BrowserFilter {
    /// Nodes that match, and all that is above or below one.
    private let shown: Set<Int>
    /// Nodes above one that matches.
    private let leading: Set<Int>

    init(_ text: String, _ nodes: [BrowserNode]) {
        let wanted = text.lowercased()
        var (matching, leading) = (Set<Int>(), Set<Int>())
        for (place, node) in nodes.enumerated() where Self.isName(node.kind) {
            guard node.text.lowercased().contains(wanted) else { continue }
            matching.insert(place)
            var parent = node.parent
            while let above = parent, leading.insert(above).inserted { parent = nodes[above].parent }
        }
        // A parent stands before its children.
        var shown = matching.union(leading)
        var below = matching
        for (place, node) in nodes.enumerated() where node.parent.map(below.contains) == true {
            below.insert(place)
            shown.insert(place)
        }
        for (place, node) in nodes.enumerated() where node.kind == .more || node.kind == .remark {
            if node.parent.map(leading.contains) == true { shown.insert(place) }
        }
        (self.shown, self.leading) = (shown, leading)
    }

    func shows(_ place: Int) -> Bool { shown.contains(place) || place == 0 }

    /// Whether something below it matches.
    func leads(_ place: Int) -> Bool { leading.contains(place) }

    private static func isName(_ kind: BrowserLine.Kind) -> Bool {
        switch kind {
        case .tables, .views, .functions, .sequences, .columns, .keys, .indexes, .more, .remark: false
        default: true
        }
    }
}
