import ResultFormats
import SQLWire

/// Writes results of several clusters one after the other, combined into one if their columns allow it.
struct MergedWriter: Sendable {
    typealias Write = @Sendable (UnsafeRawBufferPointer) -> Int32

    private let format: ResultFormat
    /// Whether the user chose the format. Then only `table` changes for expanded results.
    private let isChosen: Bool
    private let options: WriterOptions
    private let write: Write
    private var writer: any ResultWriter
    /// The header of the current result.
    private var open: ResultHeader?
    private var isBroken = false
    /// The errno value of the first failed `write`; 0 if none failed.
    private(set) var error: Int32 = 0

    init(_ format: ResultFormat, isChosen: Bool, _ options: WriterOptions, _ write: @escaping Write) {
        self.format = format
        self.isChosen = isChosen
        self.options = options
        self.write = write
        writer = format.makeWriter(options)
    }

    /// Begins rows of these columns, in the current result or a new one. Returns whether they fit the current one.
    mutating func begin(_ header: ResultHeader) -> Bool {
        if let open, format.joins(open, header) {
            writer.resume(header.columns, header.dialect)
            return true
        }
        let fits = open == nil || format == .insert
        close()
        var options = options
        options.dialect = header.dialect
        options.insertTarget = header.target
        writer = (header.isExpanded && (format == .table || !isChosen) ? .vertical : format).makeWriter(options)
        writer.begin(header.columns)
        open = header
        flush()
        return fits
    }

    mutating func append(_ batch: RowBatch) {
        writer.write(batch)
        flush()
    }

    /// Records that a server's rows were incomplete.
    mutating func breakOff() { isBroken = true }

    /// Ends the current result.
    mutating func close() {
        guard open != nil else { return }
        if isBroken { writer.abandon() } else { writer.end() }
        (open, isBroken) = (nil, false)
        flush()
    }

    /// Writes bytes between results, made harmless for a terminal.
    mutating func append(data: UnsafeRawBufferPointer) {
        close()
        guard error == 0 else { return }
        error =
            options.forTerminal ? HarmlessBytes.of(Array(data)).withUnsafeBytes { write($0) } : write(data)
    }

    private mutating func flush() {
        let write = write
        if error == 0 { error = writer.output.withBytes { $0.isEmpty ? 0 : write($0) } }
        writer.output.removeAll()
    }
}

extension ResultFormat {
    /// Whether rows of `next` can follow those of `first` in one result.
    fileprivate func joins(_ first: ResultHeader, _ next: ResultHeader) -> Bool {
        let hasSameNames = first.columns.lazy.map(\.name).elementsEqual(next.columns.lazy.map(\.name))
        return switch self {
        // Every object contains its member names.
        case .json, .jsonl: true
        case .insert: hasSameNames && first.dialect == next.dialect && first.target == next.target
        case .table, .vertical, .csv, .tsv, .markdown: hasSameNames && first.isExpanded == next.isExpanded
        }
    }
}
