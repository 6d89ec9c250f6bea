/// The files whose authorities are trusted together for a cluster.
public struct TrustSources: Sendable, Equatable {
    /// AWS's bundle for databases, where this computer has it.
    public var databaseBundle: String?
    /// The system's store, of which only Amazon's own roots are used.
    public var systemStore: String?
    /// A file that replaces Amazon's own roots; the system's store is then ignored.
    public var publicRoots: String?
    /// The file that the user chose.
    public var chosenFile: String?

    public init() {}

    /// The file that the user chose, where it is the only source.
    public var single: String? {
        systemStore == nil && databaseBundle == nil && publicRoots == nil ? chosenFile : nil
    }

    /// The sources, for messages.
    public var description: String {
        var parts: [String] = []
        if let databaseBundle { parts.append(databaseBundle) }
        if let publicRoots { parts.append(publicRoots) }
        if let systemStore { parts.append("Amazon's public roots in \(systemStore)") }
        if let chosenFile { parts.append(chosenFile) }
        return parts.joined(separator: ", ")
    }

    /// All files that are read.
    var files: [String] { [databaseBundle, publicRoots, systemStore, chosenFile].compactMap(\.self) }
}
