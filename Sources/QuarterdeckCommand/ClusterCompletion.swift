import Profiles

/// Names for the shell's completion.
enum ClusterCompletion {
    /// The names of the profile file that the words name, or of the default one; none where there is no such file.
    static func names(words: [String], prefix: String) -> [String] {
        var options = CommonOptions.Values()
        if let index = words.lastIndex(of: "--config"), index + 1 < words.count { options.config = words[index + 1] }
        guard let profiles = try? Session(options).loadProfiles() else { return [] }
        return profiles.entries.map(\.name).filter { $0.hasPrefix(prefix) }
    }
}
