import Foundation

/// A description by psql, unaligned with `<|>` between the columns.
struct PsqlDescription {
    private var title = ""
    private var columns: [String] = []
    private var rows: [[String]] = []
    private var lines: [String] = []

    init(_ text: String) {
        for line in text.components(separatedBy: "\n") where !line.isEmpty {
            let cells = line.components(separatedBy: "<|>")
            if title.isEmpty {
                title = line
            } else if columns.isEmpty, cells.count > 1 {
                columns = cells
            } else if lines.isEmpty, cells.count == columns.count, cells.count > 1 {
                rows.append(cells)
            } else {
                lines.append(line)
            }
        }
    }

    /// psql's facts that the product lacks, and rows of the product that psql lacks.
    func faults(in ours: ProductDescription) -> [String] {
        var all = Words([ours.title])
        for text in ours.rows.flatMap(\.all) { all.add(text) }
        let title = Words([title]).missing(from: all).map { "title: \($0)" }
        return tableFaults(ours) + lineFaults(ours) + countFaults(ours) + title
    }

    private func tableFaults(_ ours: ProductDescription) -> [String] {
        guard let table = ours.sections[columns.first == "Type" ? "Facts" : "Columns"] else {
            return rows.isEmpty ? [] : ["no columns"]
        }
        let missing = Array(repeating: [String](), count: max(0, rows.count - table.rows.count))
        return zip(rows, table.rows + missing).flatMap { row, own in
            let named = table.named(own)
            return zip(columns, row).compactMap { column, value -> String? in
                let name = ["Stats target": "Statistics target", "Cycles?": "Cycles"][column] ?? column
                guard let ours = named[name] else { return value.isEmpty ? nil : "no column \(column)" }
                let missing = Words([value]).missing(from: Words([ours]))
                return missing.isEmpty ? nil : "\(column): \(missing.sorted()) of \(row)"
            }
        }
    }

    private func lineFaults(_ ours: ProductDescription) -> [String] {
        let all = ours.rows
        var state = ""
        return lines.compactMap { line in
            if line.hasSuffix(":"), line.first != " " {
                state = Self.states[line] ?? ""
                return nil
            }
            // psql counts unlisted objects, and writes "???" for the replica identity "nothing". For an index it
            // reports that there is no partition constraint.
            let isEmpty = line.hasSuffix("(none)") || line == "No partition constraint"
            if isEmpty || line.hasPrefix("Number of ") || line == "Replica Identity: ???" { return nil }
            var text = line
            if line.first != " " {
                state = ""
                if let colon = line.range(of: ": ") { text = String(line[colon.upperBound...]) }
            }
            let words = Words([text, state])
            let missing = all.map { words.missing(from: $0) }.min { $0.count < $1.count }
            return missing == [] ? nil : "\(line.trimmingCharacters(in: .whitespaces)): \((missing ?? []).sorted())"
        }
    }

    /// Facts that a heading states about its lines.
    private static let states = [
        "Disabled user triggers:": "disabled", "Disabled internal triggers:": "disabled",
        "Triggers firing always:": "always", "Triggers firing on replica only:": "replica",
        "Disabled rules:": "disabled", "Rules firing always:": "always", "Rules firing on replica only:": "replica",
    ]

    /// psql's headings and the product's section for their lines.
    private static let lists = [
        "Indexes:": "Indexes", "Check constraints:": "Checks", "Foreign-key constraints:": "Foreign keys",
        "Referenced by:": "Referenced by", "Policies:": "Policies", "Policies (row security disabled):": "Policies",
        "Policies (forced row security enabled):": "Policies", "Statistics objects:": "Statistics",
        "Publications:": "Publications", "Not-null constraints:": "Not-null constraints", "Triggers:": "Triggers",
        "Disabled user triggers:": "Triggers", "Disabled internal triggers:": "Triggers",
        "Triggers firing always:": "Triggers", "Triggers firing on replica only:": "Triggers", "Rules:": "Rules",
        "Disabled rules:": "Rules", "Rules firing always:": "Rules", "Rules firing on replica only:": "Rules",
    ]

    private static let kinds = [
        "Inherits: ": "Inherits", "Child tables: ": "Child tables", "Partitions: ": "Partitions",
        "Partition of: ": "Partition of",
    ]

    private func countFaults(_ ours: ProductDescription) -> [String] {
        var counts: [String: Int] = [:]
        var section: String?
        for line in lines {
            if line.first != " " {
                section = Self.lists[line]
                for (label, title) in Self.kinds where line.hasPrefix(label) {
                    section = title
                    counts[title, default: 0] += 1
                }
                if line.hasPrefix("Number of ") {
                    let number = line.split(separator: " ").compactMap { Int($0) }.first ?? 0
                    counts[line.contains("child") ? "Child tables" : "Partitions"] = number
                }
            } else if let section, Self.isItem(line, of: section) {
                counts[section, default: 0] += 1
            }
        }
        let titles = Set(Self.lists.values).union(Self.kinds.values)
        return titles.sorted().compactMap { title in
            let (their, our) = (counts[title] ?? 0, ours.sections[title]?.rows.count ?? 0)
            // psql shows a view's rules only with \d+.
            if title == "Rules", their == 0, self.title.hasPrefix("View") { return nil }
            return their == our ? nil : "\(title): \(our) rows, psql has \(their)"
        }
    }

    /// Whether a line begins an item; other lines continue one.
    private static func isItem(_ line: String, of section: String) -> Bool {
        switch section {
        case "Rules": line.hasSuffix(" AS")
        case "Inherits", "Child tables", "Partitions": true
        default: !line.hasPrefix("     ")
        }
    }
}
