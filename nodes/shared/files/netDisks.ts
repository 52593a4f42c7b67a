import * as words from '../words/media';

/** Hosts of pages from which people download by hand, with what turns a link into one to the file, where there is a way. */
const DISKS: ReadonlyArray<{ name: string; page: RegExp; file?: RegExp; advice?: () => string }> = [
	{ name: '百度网盘 (Baidu)', page: /^(pan|yun|eyun)\.baidu\.com\// },
	{ name: '夸克网盘 (Quark)', page: /^(pan\.quark\.cn|drive\.uc\.cn)\// },
	{ name: '阿里云盘 (Aliyun Drive)', page: /^(www\.)?(aliyundrive|alipan)\.com\// },
	{ name: '蓝奏云 (Lanzou)', page: /^([\w-]+\.)*lanz(ou|ov)\w{0,2}\.com\// },
	{ name: '123云盘 (123pan)', page: /^(www\.)?123(pan|684|865|912)\.(com|cn)\/(s|ps)\// },
	{ name: '微云 (Weiyun)', page: /^([\w-]+\.)*weiyun\.com\// },
	{ name: '天翼云盘 (189 Cloud)', page: /^cloud\.189\.cn\/(t|web)\b/ },
	{ name: '和彩云 (139 Cloud)', page: /^(caiyun|yun)\.139\.com\// },
	{ name: '迅雷云盘 (Xunlei)', page: /^pan\.xunlei\.com\// },
	{ name: '115', page: /^(www\.)?115(cdn)?\.com\/s\// },
	{ name: '坚果云 (Nutstore)', page: /^(www\.)?jianguoyun\.com\/p\// },
	{ name: '城通网盘 (CTFile)', page: /^([\w-]+\.)*ctfile\.com\/(f|d|file|dir)\// },
	{
		name: '文叔叔 (Wenshushu)',
		page: /^((www\.)?(wenshushu\.cn|wss\.(ink|cc|email))|c-t\.work)\//,
	},
	{ name: 'WeTransfer', page: /^((www\.)?wetransfer\.com\/downloads|we\.tl)\// },
	{ name: 'Box', page: /^([\w-]+\.)*box\.com\/(s|v)\// },
	{ name: 'iCloud Drive', page: /^(www\.)?icloud\.com(\.cn)?\/iclouddrive\// },
	{
		name: 'Google Drive',
		page: /^drive\.google\.com\/(file|open|drive|folderview)\b/,
		advice: words.linkOfGoogleDrive,
	},
	{
		name: 'Dropbox',
		page: /^(www\.)?dropbox\.com\//,
		file: /[?&](dl|raw)=1\b/,
		advice: words.linkOfDropbox,
	},
	{
		name: 'OneDrive',
		page: /^(1drv\.ms\/|onedrive\.live\.com\/|[\w-]+\.sharepoint\.com\/:\w:\/)/,
		file: /^onedrive\.live\.com\/download\b|[?&]download=1\b/,
	},
	{ name: 'Mega', page: /^mega\.(nz|io)\// },
	{
		name: 'GitHub',
		page: /^github\.com\/[^/]+\/[^/]+\/blob\//,
		file: /[?&]raw=(true|1)\b/,
		advice: words.linkOfGitHub,
	},
];

/** The net disk whose page a URL leads to, where a file should be; and how to get at the file. Pure. */
export function pageOfNetDisk(url: string): { name: string; advice: string } | undefined {
	const address = url
		.replace(/^https?:\/\/([^/?#@]*@)?/i, '')
		.replace(/^([^/?#:]*)(:\d+)?\/?/, hostThenSlash);
	const disk = DISKS.find(
		({ page, file }) => page.test(address) && !(file?.test(address) ?? false),
	);
	return disk && { name: disk.name, advice: (disk.advice ?? words.putElsewhere)() };
}

const hostThenSlash = (_: string, host: string) => `${host.toLowerCase()}/`;
