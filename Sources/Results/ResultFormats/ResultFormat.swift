import SQLCore

/// How results are written.
public enum ResultFormat: String, CaseIterable, Sendable {
    /// Columns side by side, as the server's own client draws them.
    case table
    /// A line for each value, as `\x` in psql and `\G` in MySQL's client.
    case vertical
    /// RFC 4180 by psql's rules.
    case csv
    /// Separated by tabs, escaped as COPY's text format and LOAD DATA read it.
    case tsv
    /// An array for each result, an object for each row.
    case json
    /// An object for each row, one a line.
    case jsonl
    /// GitHub's tables.
    case markdown
    /// SQL that inserts the rows elsewhere.
    case insert

    /// A writer for results in this format.
    public func makeWriter(_ options: WriterOptions) -> any ResultWriter {
        switch self {
        case .table where options.dialect == .postgresql: AlignedTable(options)
        case .table: BoxedTable(options)
        case .vertical where options.dialect == .postgresql: ExpandedRecords(options)
        case .vertical: filtered(StarredRecords(options), options)
        case .csv: filtered(DelimitedWriter<CSVStyle>(options), options)
        case .tsv: filtered(DelimitedWriter<TSVStyle>(options), options, tabs: .kept)
        case .json: filtered(JSONWriter(options, layout: .array), options)
        case .jsonl: filtered(JSONWriter(options, layout: .lines), options)
        case .markdown: filtered(MarkdownWriter(options), options)
        case .insert: filtered(InsertWriter(options), options)
        }
    }

    private func filtered<Writer: ResultWriter>(
        _ writer: Writer, _ options: WriterOptions, tabs: HarmlessBytes.Tabs = .pictured
    ) -> any ResultWriter {
        guard options.forTerminal else { return writer }
        return TerminalFilter(writer, tabs: tabs)
    }
}
