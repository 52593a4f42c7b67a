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
	let current = freshly(load);
	const type: INodeType = Object.create(current);
	type.execute = async function (...given) {
		return (await current.execute?.apply(this, given)) ?? null;
	};
	return { type, restart: () => void (current = freshly(load)) };
}

function freshly(load: () => INodeType): INodeType {
	let loaded: INodeType | undefined;
	// n8n's own code learns nothing, and is not loaded again.
	const workflow: object = jest.requireActual('n8n-workflow');
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => workflow);
		loaded = load();
	});
	if (loaded === undefined) throw new Error('Nothing was loaded');
	return loaded;
}
