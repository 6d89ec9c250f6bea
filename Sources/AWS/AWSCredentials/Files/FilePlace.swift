import Glibc

/// Where one of the two AWS files is, and what stands there.
struct FilePlace {
    /// Expanded; empty where the variable is set to nothing.
    let path: String
    /// For messages.
    let name: String
    /// Whether something is there that may be read as a file. A pipe is not: it can be read once only, and botocore
    /// passes it over.
    let isFile: Bool
    /// What a person should know: the variable names a file that is not read.
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
            // The usual way to say that there is no file.
            case S_IFCHR where path == "/dev/null": nil
            default: "\(name) was left out: it is not a regular file"
            }
    }

    /// The file's type; nil where there is none. What may not be looked at is left to be read, and refused.
    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        guard stat(path, &status) != 0 else { return status.st_mode & S_IFMT }
        return errno == ENOENT || errno == ENOTDIR ? nil : S_IFREG
    }
}
