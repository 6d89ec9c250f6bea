/// One step of a plan.
public struct PlanNode: Sendable, Equatable {
    /// The depth below the root.
    public var depth: Int
    /// The operation: `Seq Scan`, `Nested Loop Left Join`; text of the server, not made harmless.
    public var label: String
    /// The table, with its alias.
    public var relation: String?
    /// The index.
    public var index: String?
    /// Conditions, keys and other details, and figures without a property of their own.
    public var details: [PlanDetail] = []
    /// The expected rows of each loop.
    public var estimatedRows: Double?
    /// The cost to the last row in the server's own unit, descendants included.
    public var cost: Double?
    /// The actual rows of each loop.
    public var actualRows: Double?
    /// The number of loops; 0: never executed.
    public var loops: Double?
    /// Milliseconds of all loops, descendants included; for parallel workers, the elapsed time.
    public var milliseconds: Double?
    /// The step's own share of the whole, without descendants: of the time if measured, else of the cost, else of the
    /// rows to read; 0 to 1.
    public var share: Double?
    /// Whether its share is at least `costlyShare`.
    public var isCostly = false
    /// The ratio of actual to expected rows, if it is at least 10 or at most 0.1.
    public var misestimate: Double?
    /// Warnings, without a full stop.
    public var warnings: [String] = []

    init(depth: Int, label: String) {
        self.depth = depth
        self.label = label
    }

    /// The share from which a step is costly.
    static let costlyShare = 0.2

    mutating func setShare(_ own: Double, of whole: Double) {
        guard whole > 0, own.isFinite, whole.isFinite else { return }
        let share = min(max(own / whole, 0), 1)
        self.share = share
        isCostly = share >= Self.costlyShare
    }

    /// - Parameter isCut: Whether a step above, such as a LIMIT, may have ended it early.
    mutating func judgeEstimate(isCut: Bool = false) {
        guard let estimatedRows, let actualRows, loops != 0 else { return }
        let factor = max(actualRows, 1) / max(estimatedRows, 1)
        misestimate = factor >= 10 || (factor <= 0.1 && !isCut) ? factor : nil
    }

    mutating func addDetail(_ name: String, _ text: String) {
        details.append(PlanDetail(name: name, text: text))
    }
}

/// A condition, a key or another detail.
public struct PlanDetail: Sendable, Equatable {
    /// Its name: `Filter`.
    public var name: String
    /// Text of the server, not made harmless.
    public var text: String
}
