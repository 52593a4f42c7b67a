import { NodeHelpers, type INodeParameters } from 'n8n-workflow';

import { nodeTypes } from '../support/nodeTypes';
import { newestVersion } from '../support/newestVersion';

/** What a form says at rest. */
function notices(type: string, chosen: INodeParameters, typeVersion?: number): string[] {
	const found = nodeTypes().find(({ description }) => description.name === type);
	if (!found) throw new Error(`There is no ${type}`);
	const { description } = found;
	const node = { type, typeVersion: typeVersion ?? newestVersion(description) };
	return description.properties
		.filter(({ type: kind }) => kind === 'notice')
		.filter((one) => NodeHelpers.displayParameter(chosen, one, node, description))
		.map(({ displayName }) => displayName);
}

describe('a review of files that show people', () => {
	const SEEDANCES = ['seedance2VideoSubmit', 'seedance25VideoSubmit'];
	const WITH_FILES = ['img2video', 'frame2video', 'mixVideo'];
	const VERSIONS = [1, 1.1];

	it.each(
		SEEDANCES.flatMap((operation) =>
			WITH_FILES.flatMap((mode) => VERSIONS.map((version) => [operation, mode, version] as const)),
		),
	)('is named by the form of %s, mode %s, version %d', (operation, mode, version) => {
		const said = notices('kexiangVolcengine', { operation, mode }, version);
		expect(said).toEqual([expect.stringMatching(/real people .*Options &gt; Review Assets First/)]);
	});

	it.each(SEEDANCES)('is not asked for any more where %s has it', (operation) => {
		const chosen = { operation, mode: 'img2video', options: { reviewAssets: true } };
		expect(notices('kexiangVolcengine', chosen)).toEqual([]);
	});

	it.each(SEEDANCES)('is not spoken of where %s takes text alone', (operation) => {
		expect(notices('kexiangVolcengine', { operation, mode: 'text2video' })).toEqual([]);
	});

	it('is not spoken of by other models', () => {
		expect(
			notices('kexiangVolcengine', { operation: 'miniMaxH3Submit', mode: 'img2video' }),
		).toEqual([]);
		expect(notices('kexiangKling', { operation: 'klingV3Submit', mode: 'img2video' })).toEqual([]);
	});
});
