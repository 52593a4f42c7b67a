import type { INodeType } from 'n8n-workflow';

/** A node type whose code can be loaded anew, with nothing of what the process had learned. */
export interface Restartable {
	type: INodeType;
	restart(): void;
}

/**
 * Loads a node type apart from the test's own modules.
 * @param load requires its file; called again at each restart
 */
export function restartable(load: () => INodeType): Restartable {
	const shared = jest.requireActual<object>('n8n-workflow');
	let current = freshly(load, shared);
	const type: INodeType = Object.create(current);
	type.execute = async function (...given) {
		return (await current.execute?.apply(this, given)) ?? null;
	};
	return { type, restart: () => void (current = freshly(load, shared)) };
}

function freshly(load: () => INodeType, shared: object): INodeType {
	let loaded: INodeType | undefined;
	jest.isolateModules(() => {
		// Its errors are known by their class.
		jest.doMock('n8n-workflow', () => shared);
		loaded = load();
		jest.dontMock('n8n-workflow');
	});
	if (loaded === undefined) throw new Error('Nothing was loaded');
	return loaded;
}
