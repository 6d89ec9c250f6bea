/// The files whose authorities count together for a cluster.
public struct TrustSources: Sendable, Equatable {
    /// AWS's bundle for databases, where this machine has it.
    public var databaseBundle: String?
    /// The system's store, of which only Amazon's own roots count.
    public var systemStore: String?
    /// A file that stands in for Amazon's own roots; the system's store is not looked at then.
    public var publicRoots: String?
    /// The file that the user chose.
    public var chosenFile: String?

    /// No files.
    public init() {}

    /// The only file, where just one counts, and as it is.
    public var single: String? {
        systemStore == nil && databaseBundle == nil && publicRoots == nil ? chosenFile : nil
    }

    /// The sources as a person is told them.
    public var description: String {
        var parts: [String] = []
        if let databaseBundle { parts.append(databaseBundle) }
        if let publicRoots { parts.append(publicRoots) }
        if let systemStore { parts.append("Amazon's public roots in \(systemStore)") }
        if let chosenFile { parts.append(chosenFile) }
        return parts.joined(separator: ", ")
    }

    /// Every file that is read.
    var files: [String] { [databaseBundle, publicRoots, systemStore, chosenFile].compactMap(\.self) }
}
