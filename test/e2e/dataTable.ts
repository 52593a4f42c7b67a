// A data table of n8n, as its owner sees it and writes into it in the editor.
import type { N8nApi } from '../../scripts/n8n/api';

export type DataTableRow = Record<string, string | number | null> & { id: number };
type Cells = Record<string, string>;

interface Listed<One> {
	data: One[];
}

export class DataTable {
	private constructor(
		private readonly api: N8nApi,
		readonly id: string,
		private readonly url: string,
	) {}

	/** The one of this name among the owner's own. */
	static async find(api: N8nApi, name: string): Promise<DataTable | undefined> {
		const all = await urlOfAll(api);
		const { data } = await api.call<Listed<{ id: string; name: string }>>('GET', all);
		const found = data.find((table) => table.name === name);
		return found && new DataTable(api, found.id, `${all}/${found.id}`);
	}

	/** All of its columns hold text. */
	static async create(api: N8nApi, name: string, columns: string[]): Promise<DataTable> {
		const all = await urlOfAll(api);
		const { id } = await api.call<{ id: string }>('POST', all, {
			name,
			columns: columns.map((column) => ({ name: column, type: 'string' })),
		});
		return new DataTable(api, id, `${all}/${id}`);
	}

	/** Oldest first. */
	async rows(): Promise<DataTableRow[]> {
		const { data } = await this.api.call<Listed<DataTableRow>>('GET', `${this.url}/rows`);
		return data.sort((one, other) => one.id - other.id);
	}

	async add(...rows: Cells[]): Promise<void> {
		await this.api.call('POST', `${this.url}/insert`, { data: rows, returnType: 'count' });
	}

	/** Writes into the rows that have this value in this column; an empty text empties the cell, as the editor does. */
	async write(column: string, value: string | number, cells: Cells): Promise<void> {
		const filters = [{ columnName: column, condition: 'eq', value }];
		const data = Object.fromEntries(
			Object.entries(cells).map(([name, cell]) => [name, cell === '' ? null : cell]),
		);
		await this.api.call('PATCH', `${this.url}/rows`, { filter: { type: 'and', filters }, data });
	}

	async delete(): Promise<void> {
		await this.api.call('DELETE', this.url);
	}
}

async function urlOfAll(api: N8nApi): Promise<string> {
	const { id } = await api.call<{ id: string }>('GET', '/rest/projects/personal');
	return `/rest/projects/${id}/data-tables`;
}
