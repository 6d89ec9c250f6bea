/// What `\copy` asks for.
public struct CopyCommand: Sendable, Equatable {
    /// Which way rows go.
    public enum Direction: Sendable, Equatable {
        /// From the file to the server: the file is what the statement reads.
        case toServer
        /// From the server to the file: the statement's bytes are the file.
        case toFile
        /// From the server to the file: the statement's rows are to be written as a result in a format, `csv`.
        case export(format: String)
    }

    /// Which way rows go.
    public var direction: Direction
    /// The statement to run.
    public var sql: [UInt8]
    /// The file; nil for standard input or output, which are the script's next lines and the screen.
    public var path: String?

    /// Sets every field.
    public init(direction: Direction, sql: [UInt8], path: String?) {
        self.direction = direction
        self.sql = sql
        self.path = path
    }
}
