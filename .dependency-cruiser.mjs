// The order of features: each may import those to its left, through their index.ts.
const features = ['reference', 'audit', 'accounts', 'experts', 'calendar', 'cases', 'notifications', 'consultations', 'meetings', 'outcomes', 'events', 'insights'];

const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const libs = (names) => `^libs/(${names.join('|')})/`;
const anyLib = '^libs/([^/]+)/';
const parts = (...names) => `^libs/.*[.](${names.join('|')})[.]ts$`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    never('no-circular', 'Nothing imports itself through others.', {}, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    never('only-through-index', 'Another library is entered by its index.ts.', { path: anyLib, pathNot: '[.]spec[.]ts$' }, { path: anyLib, pathNot: ['^libs/$1/', '^libs/[^/]+/src/index[.]ts$'] }),
    never('apps-through-index', 'Apps enter a library by its index.ts.', { path: '^apps/' }, { path: anyLib, pathNot: '^libs/[^/]+/src/index[.]ts$' }),
    never('contracts-imports-zod-only', 'What crosses the wire depends on nothing else.', { path: '^libs/contracts/', pathNot: '[.]spec[.]ts$' }, { pathNot: ['^libs/contracts/', '(^|/)node_modules/zod/'] }),
    never('kernel-and-scheduling-are-pure', 'No Nest, no platform, no feature.', { path: libs(['kernel', 'scheduling']) }, { path: ['^libs/(?!(contracts|kernel|scheduling)/)', '^apps/', '(^|/)node_modules/(@nestjs|typeorm|pg|bullmq)/'] }),
    never('kernel-imports-contracts-only', 'The kernel knows no engine.', { path: libs(['kernel']) }, { path: '^libs/(?!(contracts|kernel)/)' }),
    never('platform-knows-no-feature', 'The platform knows kernel and contracts.', { path: libs(['platform']) }, { path: ['^libs/(?!(contracts|kernel|platform)/)', '^apps/'] }),
    ...features.map((feature, index) =>
      never(`${feature}-looks-left`, 'A feature imports features to its left only.', { path: libs([feature]) }, { path: ['^apps/', ...(index + 1 < features.length ? [libs(features.slice(index + 1))] : [])] }),
    ),
    never('libs-know-no-app', 'Libraries do not know who uses them.', { path: '^libs/' }, { path: '^apps/' }),
    never('apps-stay-apart', 'Only standalone runs the others.', { path: '^apps/(api|worker|web)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    never('standalone-has-no-client-code', 'Standalone serves the built client.', { path: '^apps/standalone/' }, { path: '^apps/web/' }),
    never('web-imports-contracts-only', 'The client shares the contracts with the server, nothing else.', { path: '^apps/web/' }, { path: '^libs/(?!contracts/)' }),
    never('every-folder-has-its-place', 'A new library belongs into the list of features.', { path: '^libs/', pathNot: libs(['contracts', 'kernel', 'platform', 'scheduling', ...features]) }, {}),
    never('entrances-call-services', 'Controllers, gateways and jobs call services; they touch no rows.', { path: parts('controller', 'gateway', 'jobs') }, { path: parts('entity', 'repository', 'query') }),
    never('services-know-no-entrance', 'Services do not know what calls them.', { path: parts('service') }, { path: parts('controller', 'gateway', 'jobs', 'module') }),
    never('repositories-know-rows-only', 'SQL is the last hop.', { path: parts('repository', 'query') }, { path: parts('controller', 'gateway', 'jobs', 'module', 'service', 'presenter') }),
    never('entities-are-columns', 'Columns, no behaviour, no relation to other rows.', { path: parts('entity') }, { path: '^libs/.*[.](?!entity)\\w+[.]ts$' }),
    never('rules-and-policies-are-pure', 'Rules and policies are pure functions.', { path: parts('rules', 'policy') }, { path: [parts('service', 'repository', 'query', 'controller', 'gateway', 'jobs'), '(^|/)node_modules/(@nestjs|typeorm|pg)/'] }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
};
