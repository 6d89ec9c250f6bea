public import TOML

/// The clusters of a profile file, including the broken ones.
public struct ProfileFile: Sendable {
    /// A cluster's table, valid or broken.
    public enum Entry: Sendable {
        case cluster(Cluster)
        /// A broken table with its issues, at least one.
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
    /// The issues outside the clusters' tables.
    public let issues: [SourceIssue]
    /// The defaults for clusters outside the file.
    public let defaults: Defaults
    /// The tags of broken entries by name, if they could be read.
    private let brokenTags: [String: [String]]

    /// The values of `[defaults]` that also apply to clusters named by flags.
    public struct Defaults: Sendable {
        public var awsProfile: String?
        public var user: String?
        /// A file of certificate authorities, `~` not yet expanded.
        public var caFile: String?
        /// Whether only `caFile` is trusted.
        public var isCAOnly = false
        public var database: String?
        /// The region for endpoints without one in their name.
        public var region: String?

        public init() {}
    }

    /// The maximum size of a profile file in bytes: 10,000 clusters take less than 3 MB.
    public static var largestByteCount: Int { 4 << 20 }

    /// A file without clusters.
    public static var empty: ProfileFile { ProfileFile(entries: [], issues: [], defaults: Defaults()) }

    /// An entry's tags; nil when the broken entry does not show them.
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

    /// The file with other entries of the same names.
    public func with(_ entries: [Entry]) -> ProfileFile {
        ProfileFile(entries: entries, issues: issues, defaults: defaults, brokenTags: brokenTags)
    }

    /// The entry with that name. If the name is defined twice, this is a broken entry, so that no token is signed for
    /// the wrong cluster.
    public subscript(name: String) -> Entry? {
        let named = entries.filter { $0.name == name }
        return named.count > 1 ? named.first { if case .broken = $0 { true } else { false } } : named.first
    }
}
