public import Failures

extension ResultStore {
    /// The rows that are there now, or those of a selection, that every one of `matches` lets through, in their order.
    public func filtered(
        by matches: [RowMatch], of selection: RowSelection? = nil, control: ScanControl = ScanControl()
    ) throws(Failure) -> RowSelection? {
        nil
    }
}
