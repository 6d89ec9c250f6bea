/// One step of a plan.
public struct PlanNode: Sendable, Equatable {
    /// Steps from the root.
    public var depth: Int
    /// What it does: `Seq Scan`, `Nested loop inner join`.
    public var label: String
    /// The table it reads, with its alias.
    public var relation: String?
    /// The index it uses.
    public var index: String?
    /// Conditions, keys and the like.
    public var details: [PlanDetail] = []
    /// Rows expected, each time it runs.
    public var estimatedRows: Double?
    /// Cost to the last row, in the server's own unit, with everything below.
    public var cost: Double?
    /// Rows that came, each time it ran.
    public var actualRows: Double?
    /// How often it ran.
    public var loops: Double?
    /// Milliseconds in all its runs, with everything below.
    public var milliseconds: Double?
    /// Its own part of the whole, without what is below: of the time if that was measured, else of the cost; 0 to 1.
    public var share: Double?
    /// Whether its share is large.
    public var isCostly = false
    /// How many times more or fewer rows came than were expected, 10 and more only; above 1 for more.
    public var misestimate: Double?
    /// What is wrong with it, in words.
    public var warnings: [String] = []

    init(depth: Int, label: String) {
        self.depth = depth
        self.label = label
    }
}

/// A condition, a key and the like.
public struct PlanDetail: Sendable, Equatable {
    /// Which: `Filter`.
    public var name: String
    /// As the server writes it, unchecked.
    public var text: String
}
