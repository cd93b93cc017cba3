import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { required, type Config } from '#config/config.js';
import { temporalOf } from '#config/temporal.js';
import { READ_TIMEOUTS } from '#persistence/database/database.js';
import { PersistenceModule } from '#persistence/persistence.module.js';
import { Reader } from '#persistence/reading/reader.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from './audit/access-log.js';
import { AuditController } from './audit/audit.controller.js';
import { LoggedInterceptor } from './audit/logged.js';
import { AccessController } from './auth/access.controller.js';
import { ApiTokens } from './auth/api-tokens.js';
import { AuthController } from './auth/auth.controller.js';
import { AuthGuard } from './auth/auth.guard.js';
import { Guesses } from './auth/guesses.js';
import { InvitationsController } from './auth/invitations.controller.js';
import { NewPassword } from './auth/new-password.js';
import { ProviderController } from './auth/provider.controller.js';
import { IdentityProvider } from './auth/provider.js';
import { Vouching } from './auth/vouching.js';
import { RateGuard, Rates } from './http/rates.js';
import { Sessions } from './auth/sessions.js';
import { BodyGuard } from './http/body.js';
import { BoardController } from './board/board.controller.js';
import { BoardService } from './board/board.service.js';
import { ConsoleController } from './console/console.controller.js';
import { CommandsController } from './disputes/commands.controller.js';
import { DisputesController } from './disputes/disputes.controller.js';
import { Attaching } from './disputes/attaching.js';
import { DisputeCommands } from './disputes/commands.js';
import { Corrections } from './disputes/corrections.js';
import { EarlierCases } from './disputes/earlier-cases.js';
import { Foreseeing } from './disputes/foreseeing.js';
import { Handling } from './disputes/handling.js';
import { Lookups } from './disputes/lookups.js';
import { DisputeReading } from './disputes/reading.js';
import { Registration } from './disputes/registration.js';
import { Rehearsals } from './disputes/rehearsals.js';
import { RelatedCases } from './disputes/related.js';
import { Submissions } from './disputes/submissions.js';
import { Timeline } from './disputes/timeline.js';
import { ExportController } from './disputes/export.controller.js';
import { ObligationsController } from './disputes/obligations.controller.js';
import { PhrasesController } from './disputes/phrases.controller.js';
import { PrivacyController } from './disputes/privacy.controller.js';
import { Cleaning } from './files/clean.js';
import { FilesController, HandInController } from './files/files.controller.js';
import { HandingIn } from './files/handed-in.js';
import { HandingOut } from './files/handed-out.js';
import { Pictures } from './files/pictures.js';
import { Scanner } from './files/scanner.js';
import { HealthController } from './health/health.controller.js';
import { Health } from './health/health.js';
import { InboxController } from './inbox/inbox.controller.js';
import { InboxService } from './inbox/inbox.service.js';
import { ItemsController } from './items/items.controller.js';
import { ChannelsController } from './notices/channels.controller.js';
import { DeliveriesController } from './notices/deliveries.controller.js';
import { ItemsService } from './items/items.service.js';
import { NoticesController } from './notices/notices.controller.js';
import { WouldSends } from './notices/would-send.js';
import { DossierController } from './papers/dossier.controller.js';
import { Drawing } from './papers/drawing.js';
import { PapersController } from './papers/papers.controller.js';
import { WorkloadController } from './people/workload.controller.js';
import { FiltersController } from './people/filters.controller.js';
import { DepartmentsController } from './people/departments.controller.js';
import { Closings } from './people/closings.js';
import { Handover } from './people/handover.js';
import { RegionsController } from './people/regions.controller.js';
import { PeopleController } from './people/people.controller.js';
import { CalendarDraftsController } from './rules/calendar-drafts.controller.js';
import { CalendarYears } from './rules/calendar-years.js';
import { Foretelling } from './rules/foretelling.js';
import { MovingCases } from './rules/moving-cases.js';
import { Policies } from './rules/policies.js';
import { ReleasedYears } from './rules/released-years.js';
import { PolicyDraftsController } from './rules/policy-drafts.controller.js';
import { PeopleService } from './people/people.service.js';
import { Simulations } from './rules/simulations.js';
import { SimulationsController } from './rules/simulations.controller.js';
import { RulesController } from './rules/rules.controller.js';
import { WhatIfController } from './rules/what-if.controller.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { ProblemsController } from './problems/problems.controller.js';
import { SetupController } from './setup/setup.controller.js';
import { SetupService } from './setup/setup.service.js';
import { CountedController } from './statistics/counted.controller.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { Receipts } from './engine/receipts.js';
import { ExportsController } from './imports/exports.controller.js';
import { Imports } from './imports/imports.js';
import { ImportsController } from './imports/imports.controller.js';
import { Sheets } from './imports/sheets.js';
import { Rollouts } from './rollouts/rollouts.js';
import { RolloutsController } from './rollouts/rollouts.controller.js';
import { RetentionController } from './retention/retention.controller.js';
import { UndeclaredGuard } from './http/strict.js';
import { Changes } from './engine/changes.js';
import { StreamController } from './stream/stream.controller.js';
import { Streams } from './stream/streams.js';
import { TemporalGateway } from '../engine/gateway.js';
import { CONFIG } from './http/tokens.js';
import { Tellings } from './http/telling.js';
import { TurnGuard, TurnInterceptor } from './http/turns.js';
import { FeedController } from './visits/feed.controller.js';
import { VisitsController } from './visits/visits.controller.js';

@Module({})
export class ApiModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PersistenceModule.forRoot({
          url: required(config, 'DATABASE_READER_URL'),
          timeouts: READ_TIMEOUTS,
          masterKeys: () => required(config.reread(), 'MASTER_KEY'),
          poolSize: 30,
        }),
      ],
      controllers: [
        AuthController,
        AccessController,
        InvitationsController,
        ProviderController,
        ExportController,
        DisputesController,
        PrivacyController,
        PhrasesController,
        PapersController,
        DossierController,
        HandInController,
        FilesController,
        CommandsController,
        ObligationsController,
        InboxController,
        BoardController,
        FeedController,
        VisitsController,
        NoticesController,
        ChannelsController,
        DeliveriesController,
        StatisticsController,
        CountedController,
        RetentionController,
        ItemsController,
        SetupController,
        DepartmentsController,
        PeopleController,
        RegionsController,
        FiltersController,
        WorkloadController,
        CalendarDraftsController,
        PolicyDraftsController,
        RulesController,
        SimulationsController,
        WhatIfController,
        RolloutsController,
        ImportsController,
        ExportsController,
        AuditController,
        StreamController,
        ConsoleController,
        HealthController,
        ProblemsController,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: Reader, useFactory: (source: DataSource) => new Reader(source), inject: [DataSource] },
        {
          provide: TemporalGateway,
          inject: [Vault],
          useFactory: (vault: Vault) => TemporalGateway.connect(temporalOf(config), vault),
        },
        Sessions,
        Rates,
        Receipts,
        ApiTokens,
        NewPassword,
        Guesses,
        IdentityProvider,
        Vouching,
        DisputeReading,
        Timeline,
        Submissions,
        Lookups,
        EarlierCases,
        Corrections,
        DisputeCommands,
        Foreseeing,
        Handling,
        RelatedCases,
        Registration,
        Rehearsals,
        WouldSends,
        Foretelling,
        MovingCases,
        Policies,
        CalendarYears,
        ReleasedYears,
        Simulations,
        ItemsService,
        InboxService,
        BoardService,
        Tellings,
        Closings,
        Handover,
        PeopleService,
        SetupService,
        Changes,
        Streams,
        AccessLog,
        Health,
        Rollouts,
        Imports,
        Sheets,
        Drawing,
        Attaching,
        Cleaning,
        HandingIn,
        HandingOut,
        Pictures,
        Scanner,
        TurnInterceptor,
        LoggedInterceptor,
        { provide: APP_GUARD, useClass: AuthGuard },
        { provide: APP_GUARD, useClass: RateGuard },
        { provide: APP_GUARD, useClass: TurnGuard },
        { provide: APP_GUARD, useClass: BodyGuard },
        { provide: APP_GUARD, useClass: UndeclaredGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
