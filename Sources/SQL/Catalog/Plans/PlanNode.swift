/// One step of a plan.
public struct PlanNode: Sendable, Equatable {
    /// Steps from the root.
    public var depth: Int
    /// What it does: `Seq Scan`, `Nested Loop Left Join`; the server's words, unchecked.
    public var label: String
    /// The table it reads, with its alias.
    public var relation: String?
    /// The index it uses.
    public var index: String?
    /// Conditions, keys and the like, and figures that have no field of their own.
    public var details: [PlanDetail] = []
    /// Rows expected, each time it runs.
    public var estimatedRows: Double?
    /// Cost to the last row, in the server's own unit, with everything below.
    public var cost: Double?
    /// Rows that came, each time it ran.
    public var actualRows: Double?
    /// How often it ran; 0: never.
    public var loops: Double?
    /// Milliseconds in all its runs, with everything below; of parallel workers, the time that passed.
    public var milliseconds: Double?
    /// Its own part of the whole, without what is below: of the time if that was measured, else of the cost, else of the
    /// rows to be read; 0 to 1.
    public var share: Double?
    /// Whether its share is a fifth or more.
    public var isCostly = false
    /// How many times as many rows came as were expected, where that is 10 and more, or a tenth and less.
    public var misestimate: Double?
    /// What is wrong with it, in words without a full stop.
    public var warnings: [String] = []

    init(depth: Int, label: String) {
        self.depth = depth
        self.label = label
    }

    /// From what share on a step is costly.
    static let costlyShare = 0.2

    mutating func setShare(_ own: Double, of whole: Double) {
        guard whole > 0, own.isFinite, whole.isFinite else { return }
        let share = min(max(own / whole, 0), 1)
        self.share = share
        isCostly = share >= Self.costlyShare
    }

    /// - Parameter isCut: Whether something above may have stopped it before its end.
    mutating func judgeEstimate(isCut: Bool = false) {
        guard let estimatedRows, let actualRows, loops != 0 else { return }
        let factor = max(actualRows, 1) / max(estimatedRows, 1)
        misestimate = factor >= 10 || (factor <= 0.1 && !isCut) ? factor : nil
    }

    mutating func addDetail(_ name: String, _ text: String) {
        details.append(PlanDetail(name: name, text: text))
    }
}

/// A condition, a key and the like.
public struct PlanDetail: Sendable, Equatable {
    /// Which: `Filter`.
    public var name: String
    /// As the server writes it, unchecked.
    public var text: String
}
