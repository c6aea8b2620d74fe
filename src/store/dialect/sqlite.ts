import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver } from "kysely";
import type { DatabaseConnection, DialectAdapter, Driver, SqliteDatabase, SqliteStatement } from "kysely";

const MAX_STATEMENTS = 200;

/**
 * Kysely over node:sqlite.
 *
 * A transaction takes the write lock when it begins: one that reads first and writes later fails with
 * SQLITE_BUSY_SNAPSHOT, which no waiting cures.
 */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    super({ database: toSqliteDatabase(db) });
    this.#db = db;
  }

  override createDriver(): Driver {
    return new NodeSqliteDriver(this.#db);
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalDdlAdapter();
  }
}

class NodeSqliteDriver extends SqliteDriver {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    super({ database: toSqliteDatabase(db) });
    this.#db = db;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk has made SQLite roll back already; rolling back again would hide its error behind another one.
    if (this.#db.isTransaction) await super.rollbackTransaction(connection);
  }
}

/** SQLite rolls back DDL like anything else; with this, migrations run in one transaction. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function toSqliteDatabase(db: DatabaseSync): SqliteDatabase {
  // Preparing costs more than most statements, and the same few are run again and again.
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => {
      statements.clear();
      db.close();
    },
    prepare(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        if (statements.size >= MAX_STATEMENTS) statements.clear();
        statement = toSqliteStatement(db, db.prepare(sql), sql);
        statements.set(sql, statement);
      }
      return statement;
    },
  };
}

function toSqliteStatement(db: DatabaseSync, statement: StatementSync, sql: string): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bind(parameters)),
    run: (parameters) => statement.run(...bind(parameters)),
    // A stream may last, so it has a statement of its own.
    iterate: (parameters) => db.prepare(sql).iterate(...bind(parameters)) as IterableIterator<unknown>,
  };
}

function bind(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => (value === undefined ? null : (value as SQLInputValue)));
}
