import SQLWire

/// Makes another writer's output harmless. It keeps no state between calls, because a writer never ends a call inside a
/// scalar.
struct TerminalFilter<Base: ResultWriter>: ResultWriter {
    var output = OutputBuffer()
    private var base: Base
    private let tabs: HarmlessBytes.Tabs

    init(_ base: Base, tabs: HarmlessBytes.Tabs) {
        self.base = base
        self.tabs = tabs
    }

    mutating func begin(_ columns: [Column]) {
        base.begin(columns)
        pass()
    }

    mutating func resume(_ columns: [Column], _ dialect: Dialect) {
        base.resume(columns, dialect)
    }

    mutating func write(_ batch: RowBatch) {
        base.write(batch)
        pass()
    }

    mutating func end() {
        base.end()
        pass()
    }

    mutating func abandon() {
        base.abandon()
        pass()
    }

    private mutating func pass() {
        base.output.withBytes { HarmlessBytes.append($0, tabs: tabs, to: &output) }
        base.output.removeAll()
    }
}
