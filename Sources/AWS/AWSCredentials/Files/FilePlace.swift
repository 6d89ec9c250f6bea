import Glibc

/// The path of one of the two AWS files, and the kind of file there.
struct FilePlace {
    /// Expanded; empty when the variable is set to the empty string.
    let path: String
    /// For messages.
    let name: String
    /// Whether there is a readable file. A pipe does not count: it can be read only once, and botocore ignores it.
    let isFile: Bool
    /// A warning for the user: the variable names a file that is not read.
    let problem: String?

    init(_ variable: String, _ path: String, _ environment: AWSEnvironment) {
        self.path = path
        name = path.isEmpty ? "\(variable) (set to nothing)" : environment.abbreviated(path)
        let kind = Self.kind(path)
        isFile = kind == S_IFREG || kind == S_IFDIR
        let isNamed = environment[variable] != nil
        problem =
            switch kind {
            case nil where isNamed: "\(variable) names \(name), which does not exist; no file is read in its place"
            case nil, S_IFREG, S_IFDIR: nil
            // `/dev/null` is the usual way to say that there is no file.
            case S_IFCHR where path == "/dev/null": nil
            default: "\(name) was left out: it is not a regular file"
            }
    }

    /// The file's type; nil when there is none. A file that stat cannot access counts as a file, so that reading it
    /// fails with a reason.
    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        guard stat(path, &status) != 0 else { return status.st_mode & S_IFMT }
        return errno == ENOENT || errno == ENOTDIR ? nil : S_IFREG
    }
}
