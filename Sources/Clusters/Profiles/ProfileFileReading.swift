import TOML

extension ProfileFile {
    /// Reads a profile file's text. Never fails as a whole: errors become issues and broken entries.
    ///
    /// - Parameter file: The file's name, for the issues.
    public init(reading bytes: [UInt8], file: String) {
        let recovered = RecoveredDocument(parsing: bytes, file: file)
        var issues = recovered.issues
        var found: [(position: SourcePosition, entry: Entry)] = recovered.broken

        var top = TableReader(file: file, table: recovered.root)
        top.refuseKeys(otherThan: ["defaults", "clusters"], tableAdvice: Self.quotingAdvice)
        let defaultFields = top.table(named: "defaults").map { table in
            var reader = TableReader(file: file, table: table)
            reader.refuseKeys(otherThan: ClusterKey.defaultNames, tableAdvice: Self.quotingAdvice)
            let fields = ClusterFields(&reader)
            issues += reader.issues
            return fields
        }
        let clusters = top.table(named: "clusters")?.entries ?? []
        issues += top.issues
        var brokenTags: [String: [String]] = [:]
        for entry in clusters {
            let (read, tags) = Self.entry(entry, defaults: defaultFields, file: file)
            found.append((entry.position, read))
            if case .broken = read { brokenTags[entry.key] = tags }
        }
        self.init(
            entries: found.sorted { $0.position < $1.position }.map(\.entry), issues: issues,
            defaults: Defaults(defaultFields), brokenTags: brokenTags)
    }

    /// An unexpected table is most often a cluster's name with an unquoted dot.
    private static let quotingAdvice = "a name with a dot in it is quoted: [clusters.\"a.b\"]"

    /// The entry and its tags, if they can be read.
    private static func entry(
        _ entry: TOMLTable.Entry, defaults: ClusterFields?, file: String
    ) -> (entry: Entry, tags: [String]?) {
        guard case .table(let table) = entry.value.content else {
            let issue = SourceIssue(
                file: file, position: entry.position, message: "`\(entry.key)` is \(entry.value.kind), not a cluster",
                suggestion: "[clusters.\(entry.key)]")
            return (.broken(name: entry.key, issues: [issue]), nil)
        }
        var reader = TableReader(file: file, table: table)
        reader.refuseKeys(otherThan: ClusterKey.names, tableAdvice: quotingAdvice)
        if entry.key.isEmpty || entry.key.contains(",") {
            reader.report("a cluster's name may not be empty or contain a comma", at: entry.position)
        }
        let fields = ClusterFields(&reader)
        let cluster = Cluster(name: entry.key, own: fields, defaults: defaults, at: entry.position, &reader)
        if let cluster, reader.issues.isEmpty { return (.cluster(cluster), cluster.tags) }
        let issues = reader.issues.sorted { first, second in
            // Missing keys come last: they are most often misspelt.
            (first.position == entry.position ? 1 : 0, first.position)
                < (second.position == entry.position ? 1 : 0, second.position)
        }
        let hasTags = table[ClusterKey.tags.rawValue] != nil
        let tags = fields.tags ?? (hasTags ? nil : defaults?.tags ?? [])
        return (.broken(name: entry.key, issues: issues), tags)
    }
}

extension ProfileFile.Defaults {
    init(_ fields: ClusterFields?) {
        self.init()
        awsProfile = fields?.awsProfile
        user = fields?.user
        caFile = fields?.caFile
        isCAOnly = fields?.isCAOnly ?? false
        database = fields?.database
        region = fields?.region?.value
    }
}
