// Google as far as a sheet and a drive are concerned: rows are read and written, files arrive.
import { generateKeyPairSync } from 'node:crypto';
import type { CredentialInput } from '../../../scripts/n8n/model';
import { startStandIn, type Answer, type Call, type HttpStandIn } from './httpStandIn';

/** The hosts that n8n's nodes know by heart. */
export const GOOGLE_HOSTS = [
	'oauth2.googleapis.com',
	'sheets.googleapis.com',
	'www.googleapis.com',
];

export interface DriveFile {
	id: string;
	name: string;
	mimeType: string;
	bytes: Buffer;
}

export interface Google extends HttpStandIn {
	/** The one sheet there is, the column names first. */
	cells: string[][];
	files: DriveFile[];
	/** Whatever n8n was told to write, in order: `Videos!B2`. */
	written: Array<{ range: string; value: string }>;
}

export async function startGoogle(tab: string): Promise<Google> {
	const cells: string[][] = [];
	const files: DriveFile[] = [];
	const written: Google['written'] = [];
	const state = { cells, files, written };
	const server = await startStandIn((call) => {
		if (call.host === GOOGLE_HOSTS[0])
			return { body: { access_token: 'stand-in', expires_in: 3600, token_type: 'Bearer' } };
		// An upload goes on at an address that is a secret by itself.
		const isKnown = call.headers.authorization === 'Bearer stand-in' || call.query.has('upload_id');
		if (!isKnown) return { status: 401 };
		return call.host === GOOGLE_HOSTS[1] ? sheet(call, tab, state) : drive(call, state);
	});
	return Object.assign(server, state);
}

/** A service account with a key of its own, which nobody but the stand-in is shown. */
export function serviceAccount(): CredentialInput {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	return {
		name: 'Google stand-in',
		type: 'googleApi',
		data: {
			email: 'stand-in@project.example',
			privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
		},
	};
}

type State = Pick<Google, 'cells' | 'files' | 'written'>;

function sheet(call: Call, tab: string, { cells, written }: State): Answer | undefined {
	if (call.path.endsWith('/values:batchUpdate')) {
		const { data } = JSON.parse(call.body.toString()) as {
			data: Array<{ range: string; values: string[][] }>;
		};
		for (const { range, values } of data) {
			const value = values[0]?.[0] ?? '';
			const [, column = 'A', row = '1'] = /!([A-Z])(\d+)/.exec(range) ?? [];
			(cells[Number(row) - 1] ??= [])[column.charCodeAt(0) - 65] = value;
			written.push({ range, value });
		}
		return { body: { responses: [] } };
	}
	if (call.path.includes('/values/'))
		return { body: { range: tab, majorDimension: 'ROWS', values: cells } };
	const properties = { sheetId: 0, title: tab, index: 0, gridProperties: { rowCount: 100 } };
	return { body: { sheets: [{ properties }] } };
}

function drive(call: Call, { files }: State): Answer | undefined {
	const session = call.query.get('upload_id');
	if (call.method === 'POST' && call.query.get('uploadType') === 'resumable') {
		const id = `file-${files.length + 1}`;
		const { name } = JSON.parse(call.body.toString()) as { name: string };
		const mimeType = String(call.headers['x-upload-content-type']);
		files.push({ id, name, mimeType, bytes: Buffer.alloc(0) });
		return {
			headers: { location: `https://${call.host}${call.path}?upload_id=${id}` },
		};
	}
	const file = files.find(({ id }) => id === session || call.path.endsWith(`/${id}`));
	if (!file) return undefined;
	if (session !== null) {
		file.bytes = Buffer.concat([file.bytes, call.body]);
		const [, end = 0, total = 0] =
			/(\d+)\/(\d+)$/.exec(String(call.headers['content-range'])) ?? [];
		return Number(end) + 1 < Number(total) ? { status: 308 } : { body: { id: file.id } };
	}
	const webViewLink = `https://drive.google.com/file/d/${file.id}/view`;
	return { body: { id: file.id, name: file.name, mimeType: file.mimeType, webViewLink } };
}
