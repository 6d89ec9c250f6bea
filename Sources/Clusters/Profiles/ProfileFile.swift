public import TOML

/// The clusters of a profile file, the broken ones among them.
public struct ProfileFile: Sendable {
    /// A cluster's table that was read or not.
    public enum Entry: Sendable {
        case cluster(Cluster)
        /// What is wrong with it, at least one thing.
        case broken(name: String, issues: [SourceIssue])

        /// The cluster's name.
        public var name: String {
            switch self {
            case .cluster(let cluster): cluster.name
            case .broken(let name, _): name
            }
        }
    }

    /// In the order of the file.
    public let entries: [Entry]
    /// What is wrong outside the clusters' tables.
    public let issues: [SourceIssue]
    /// The default AWS profile and the like, for clusters that are not in the file.
    public let defaults: Defaults
    /// The tags of those broken entries that tell them, by name.
    private let brokenTags: [String: [String]]

    /// What `[defaults]` says that holds for clusters named by flags, too.
    public struct Defaults: Sendable {
        /// The AWS profile.
        public var awsProfile: String?
        /// The database user.
        public var user: String?
        /// A file of certificate authorities, `~` not yet expanded.
        public var caFile: String?
        /// The database.
        public var database: String?
        /// The region of endpoints whose name has none.
        public var region: String?

        /// No defaults.
        public init() {}
    }

    /// The most bytes that a profile file may have: 10,000 clusters take less than 3 MB.
    public static var largestByteCount: Int { 4 << 20 }

    /// A file without clusters.
    public static var empty: ProfileFile { ProfileFile(entries: [], issues: [], defaults: Defaults()) }

    /// An entry's tags; nil where it is too broken to tell.
    public func tags(of entry: Entry) -> [String]? {
        switch entry {
        case .cluster(let cluster): cluster.tags
        case .broken(let name, _): brokenTags[name]
        }
    }

    init(entries: [Entry], issues: [SourceIssue], defaults: Defaults, brokenTags: [String: [String]] = [:]) {
        self.brokenTags = brokenTags
        self.entries = entries
        self.issues = issues
        self.defaults = defaults
    }

    /// The entry of that name; of one that stands twice, the broken repetition, so that no one signs for the wrong one.
    public subscript(name: String) -> Entry? {
        let named = entries.filter { $0.name == name }
        return named.count > 1 ? named.first { if case .broken = $0 { true } else { false } } : named.first
    }
}
