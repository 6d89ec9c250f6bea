package import Failures
import Glibc

/// The environment of the process.
package enum ProcessEnvironment {
    /// All environment variables.
    package static func variables() -> [String: String] {
        var count = 0
        while environ[count] != nil { count += 1 }
        var result = [String: String](minimumCapacity: count)
        for index in 0..<count {
            guard let entry = environ[index], let equals = strchr(entry, Int32(UInt8(ascii: "="))) else { continue }
            let name = UnsafeRawBufferPointer(start: entry, count: equals - entry)
            result[String(decoding: name, as: UTF8.self)] = String(cString: equals + 1)
        }
        return result
    }

    /// `HOME`, else the home directory of the user's account.
    package static func home(_ variables: [String: String]) -> String {
        if let home = variables["HOME"], home.hasPrefix("/") { return home }
        guard let account = getpwuid(getuid()) else { return "/" }
        return String(cString: account.pointee.pw_dir)
    }

    /// The absolute path, relative to the working directory.
    package static func absolutePath(_ path: String) throws(Failure) -> String {
        if path.hasPrefix("/") { return path }
        guard let directory = getcwd(nil, 0) else {
            throw Failure(
                .noInput, "there is no working directory any more", next: "cd to another one, or give whole paths")
        }
        defer { free(directory) }
        return String(cString: directory) + "/" + path
    }

    /// The path of a library of the program: beside the built program, in `../lib/quarterdeck` of the installed one.
    package static func library(_ name: String) -> String {
        let folder = program.split(separator: "/").dropLast()
        let beside = folder.map { "/" + $0 }.joined() + "/" + name
        let installed = folder.dropLast().map { "/" + $0 }.joined() + "/lib/quarterdeck/" + name
        return access(beside, R_OK) != 0 && access(installed, R_OK) == 0 ? installed : beside
    }

    /// The program's own path.
    package static var program: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        return String(decoding: buffer[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether standard output is a terminal.
    package static var isOutputTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
