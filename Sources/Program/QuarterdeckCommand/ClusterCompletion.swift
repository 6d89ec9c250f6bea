import ClusterAccess
import Profiles

/// Candidates for the shell's completion.
enum ClusterCompletion {
    /// The cluster names in the profile file that the words name, or in the default one; empty when there is no such
    /// file.
    static func names(words: [String], prefix: String) -> [String] {
        // The last element of a list.
        let start = prefix.lastIndex(of: ",").map { prefix.index(after: $0) } ?? prefix.startIndex
        let names = profiles(words)?.entries.map(\.name) ?? []
        return names.map { prefix[..<start] + $0 }.filter { $0.hasPrefix(prefix) }
    }

    /// The tags of the clusters in that file.
    static func tags(words: [String], prefix: String) -> [String] {
        var tags: Set<String> = []
        for case .cluster(let cluster)? in profiles(words)?.entries ?? [] { tags.formUnion(cluster.tags) }
        return tags.filter { $0.hasPrefix(prefix) }.sorted()
    }

    private static func profiles(_ words: [String]) -> ProfileFile? {
        var options = InvocationOptions()
        if let index = words.lastIndex(of: "--config"), index + 1 < words.count { options.config = words[index + 1] }
        return try? Session(options).loadProfiles()
    }
}
