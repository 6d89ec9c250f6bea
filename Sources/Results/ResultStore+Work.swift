public import Failures

extension ResultStore {
    /// The rows that are there now, or those of a selection, sorted. Rows that are equal stay in their order.
    public func sorted(
        by keys: [SortKey], of selection: RowSelection? = nil, control: ScanControl = ScanControl()
    ) throws(Failure) -> RowSelection? {
        nil
    }

    /// The rows that are there now, or those of a selection, that every one of `matches` lets through, in their order.
    public func filtered(
        by matches: [RowMatch], of selection: RowSelection? = nil, control: ScanControl = ScanControl()
    ) throws(Failure) -> RowSelection? {
        nil
    }

    /// The next value, or the one before, with a text in it.
    public func find(
        _ pattern: TextPattern, columns: [Int]? = nil, after place: ResultPlace?, backward: Bool = false,
        wraps: Bool = true,
        in selection: RowSelection? = nil, control: ScanControl = ScanControl()
    ) throws(Failure) -> ResultFind? {
        nil
    }

    /// How many values have a text in them.
    public func count(
        _ pattern: TextPattern, columns: [Int]? = nil, positions: Range<Int>? = nil, in selection: RowSelection? = nil,
        control: ScanControl = ScanControl()
    ) throws(Failure) -> ResultFindCount? {
        nil
    }
}
